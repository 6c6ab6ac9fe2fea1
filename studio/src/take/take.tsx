export default function Take() {
  return null;
}
