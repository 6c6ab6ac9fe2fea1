export default function Save() {
  return null;
}
