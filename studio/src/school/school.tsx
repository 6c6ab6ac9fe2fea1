export default function School() {
  return null;
}
