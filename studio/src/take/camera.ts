// The device's cameras: opening, choosing, looking, releasing, and why one cannot be used.

export type Trouble = "insecure" | "unsupported" | "refused" | "none" | "busy" | "unknown";

export interface CameraName {
  id: string;
  label: string;
}

const WANTED = { width: { ideal: 1920 }, height: { ideal: 1440 } };
const FULL_SIZE_MS = 4000; // some drivers never answer takePhoto
const QUALITY = { look: 0.7, photo: 0.95 };
const LOOK_PX = 480;

/** Why there is no use in asking for a camera; null if there may be one. */
export function troubleBefore(): Trouble | null {
  if (!isSecureContext) return "insecure";
  return "mediaDevices" in navigator ? null : "unsupported";
}

/** Open a camera; by default the one that faces the person. Throws what `troubleOf` explains. */
export function openCamera(id: string | null): Promise<MediaStream> {
  const which = id ? { deviceId: { exact: id } } : { facingMode: "user" };
  return navigator.mediaDevices.getUserMedia({ video: { ...WANTED, ...which }, audio: false });
}

export function troubleOf(error: unknown): Trouble {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "unknown";
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** All cameras; their names are known once one was opened. */
export async function cameras(): Promise<CameraName[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const found = devices.filter((each) => each.kind === "videoinput" && each.deviceId);
  return found.map(({ deviceId, label }, index) => ({ id: deviceId, label: label || String(index + 1) }));
}

/** Which camera a stream comes from, and whether it looks away from the screen. */
export function settingsOf(stream: MediaStream): { id: string; away: boolean } {
  const settings = stream.getVideoTracks()[0]?.getSettings();
  return { id: settings?.deviceId ?? "", away: settings?.facingMode === "environment" };
}

/** What the camera sees, small enough to be looked at several times a second. Null before the first picture. */
export function lookThrough(video: HTMLVideoElement): Promise<Blob | null> {
  const shrink = Math.min(1, LOOK_PX / Math.max(video.videoWidth, video.videoHeight));
  return draw(video, shrink, QUALITY.look);
}

/** A photo at the camera's full size, never mirrored. Null if the camera gives none. */
export async function release(stream: MediaStream, video: HTMLVideoElement): Promise<Blob | null> {
  const shown = await draw(video, 1, QUALITY.photo);
  const full = await fullSize(stream);
  return full && (await pixels(full)) >= video.videoWidth * video.videoHeight ? full : shown;
}

async function fullSize(stream: MediaStream): Promise<Blob | null> {
  const track = stream.getVideoTracks()[0];
  if (!track || !("ImageCapture" in window)) return null; // Firefox and older Safari have none
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), FULL_SIZE_MS));
  try {
    return await Promise.race([new ImageCapture(track).takePhoto(), late]);
  } catch {
    return null; // the picture on the screen serves instead
  }
}

async function pixels(photo: Blob): Promise<number> {
  try {
    const bitmap = await createImageBitmap(photo);
    const count = bitmap.width * bitmap.height;
    bitmap.close();
    return count;
  } catch {
    return 0;
  }
}

function draw(video: HTMLVideoElement, shrink: number, quality: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * shrink);
  canvas.height = Math.round(video.videoHeight * shrink);
  if (!canvas.width || !canvas.height) return Promise.resolve(null);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}
