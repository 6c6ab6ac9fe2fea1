export const title = "Change the photo";
export const tabs = { position: "Position", background: "Background", clothes: "Clothes", retouch: "Retouch" };
export const forbidden = {
  title: "The authority refuses edited photos",
  why: (what: string) => `${what} cannot be changed: the photo is only straightened, cropped and resized.`,
  anyway: "Edit anyway (the authority refuses edited photos)",
  on: "You are editing although the authority refuses edited photos. Use the photo for another purpose, or expect it to be refused.",
  what: { background: "The background", clothes: "The clothes", retouch: "The face" },
};
export const background = {
  legend: "Background",
  ofDocument: (name: string) => `${name} (required)`,
  original: "Original",
  transparent: "Transparent",
  gradient: "Gradient",
  own: "Custom colour",
  pick: "Pick a colour",
  top: "Colour at the top",
  bottom: "Colour at the bottom",
  transparentNeeds: "The document asks for a JPEG file, which cannot be transparent.",
  transparentPng: "Saved as PNG, because JPEG files cannot be transparent.",
  notAsked: "The document asks for another background.",
  originalNeeds: "Not possible with other clothes: the photo does not show what is behind your own.",
  best: "Finer hair edges",
  bestHow: "Takes about twice as long.",
};
export const colours: Record<string, string> = {
  white: "White",
  offwhite: "Off-white",
  cream: "Cream",
  lightgrey: "Light grey",
  grey: "Grey",
  darkgrey: "Dark grey",
  black: "Black",
  blue: "Blue",
  lightblue: "Light blue",
  darkblue: "Dark blue",
  red: "Red",
  darkred: "Dark red",
  pink: "Pink",
  orange: "Orange",
  yellow: "Yellow",
  green: "Green",
  lightgreen: "Light green",
  purple: "Purple",
  brown: "Brown",
};
export const clothes = {
  legend: "Clothes",
  none: "My own clothes",
  filter: "Show",
  groups: { man: "Men", woman: "Women", child: "Children" },
  all: "All",
  failed: "The wardrobe could not be loaded.",
};
export const retouch = {
  usual: "Standard",
  none: "None",
  bright: "Light and colour",
  smooth: "Smooth skin",
  thin_face: "Thinner face",
  sharp: "Sharpness",
  thinWarning: "Changes the shape of the face: an identity check may fail.",
  preset: "Strength",
  strength: (percent: number) => (percent === 0 ? "off" : `${percent}%`),
};
export const wipe = {
  show: "Compare before and after",
  slider: "Boundary between before and after",
  text: (percent: number) => `${percent}% before, ${100 - percent}% after`,
  before: "Before",
  after: "After",
  failed: "There is no unedited photo to compare with.",
};
