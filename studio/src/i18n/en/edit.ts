export const title = "Change the photo";
export const tabs = { position: "Position", background: "Background", clothes: "Clothes", retouch: "Retouch" };
export const forbidden = {
  title: "The authority refuses edited photos",
  why: (what: string) => `${what} cannot be changed: the photo is only cropped, turned and scaled.`,
  anyway: "Edit anyway (the authority refuses edited photos)",
  on: "You are editing although the authority refuses edited photos. Use the photo for something else, or expect it to be refused.",
  what: { background: "The background", clothes: "The clothes", retouch: "The face" },
};
export const background = {
  legend: "Background",
  ofDocument: (name: string) => `${name} (asked for)`,
  original: "As photographed",
  transparent: "Transparent",
  gradient: "Gradient",
  own: "Own colour",
  pick: "Pick a colour",
  top: "Colour at the top",
  bottom: "Colour at the bottom",
  transparentNeeds: "The document asks for a JPEG file, which cannot be transparent.",
  transparentPng: "Saved as PNG, because JPEG files cannot be transparent.",
  notAsked: "The document asks for another background.",
  originalNeeds: "Not possible with other clothes: what is behind your own was never photographed.",
  best: "Finer outline of the hair",
  bestHow: "Takes about twice the time.",
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
  usual: "Usual",
  none: "None",
  bright: "Light and colour",
  smooth: "Smooth skin",
  thin_face: "Thinner face",
  sharp: "Sharpness",
  thinWarning: "Changes the shape of the face: a comparison with you may fail.",
  preset: "Strength",
  strength: (percent: number) => (percent === 0 ? "off" : `${percent} %`),
};
export const wipe = {
  show: "Compare before and after",
  slider: "Boundary between before and after",
  text: (percent: number) => `${percent} % before, ${100 - percent} % after`,
  before: "Before",
  after: "After",
  failed: "There is no photo without the changes to compare with.",
};
