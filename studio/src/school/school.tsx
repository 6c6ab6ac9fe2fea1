// Many people, one document: opened here, filled and looked through in its own place.
import { path } from "../app/route";
import { Begin } from "./begin";
import { BatchPlace } from "./place";

export default function School() {
  const id = path.value.split("/")[2];
  return id ? <BatchPlace key={id} id={id} /> : <Begin />;
}
