// The first step: which document the photo is for.
export function Find() {
  return null;
}
