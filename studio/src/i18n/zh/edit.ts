export const title = "修改照片";
export const tabs = { position: "位置", background: "背景", clothes: "换装", retouch: "美颜" };
export const forbidden = {
  title: "该机构不接受经过修饰的照片",
  why: (what: string) => `${what}不能更改：照片只会裁剪、转正和缩放。`,
  anyway: "仍要修饰（该机构不接受修饰过的照片）",
  on: "您正在修饰照片，但该机构不接受修饰过的照片。请改作他用，否则可能被拒。",
  what: { background: "背景", clothes: "服装", retouch: "面部" },
};
export const background = {
  legend: "背景",
  ofDocument: (name: string) => `${name}（证件要求）`,
  original: "原背景",
  transparent: "透明",
  gradient: "渐变",
  own: "自定义颜色",
  pick: "选取颜色",
  top: "上方颜色",
  bottom: "下方颜色",
  transparentNeeds: "该证件要求 JPEG 文件，不能使用透明背景。",
  transparentPng: "将保存为 PNG，因为 JPEG 不支持透明。",
  notAsked: "该证件要求其他背景。",
  originalNeeds: "换装后不能保留原背景：原来衣服后面的背景没有拍到。",
  best: "更精细的发丝边缘",
  bestHow: "所需时间约为两倍。",
};
export const colours: Record<string, string> = {
  white: "白色",
  offwhite: "米白色",
  cream: "奶油色",
  lightgrey: "浅灰色",
  grey: "灰色",
  darkgrey: "深灰色",
  black: "黑色",
  blue: "蓝色",
  lightblue: "浅蓝色",
  darkblue: "深蓝色",
  red: "红色",
  darkred: "深红色",
  pink: "粉色",
  orange: "橙色",
  yellow: "黄色",
  green: "绿色",
  lightgreen: "浅绿色",
  purple: "紫色",
  brown: "棕色",
};
export const clothes = {
  legend: "服装",
  none: "自己的衣服",
  filter: "显示",
  groups: { man: "男装", woman: "女装", child: "童装" },
  all: "全部",
  failed: "服装库加载失败。",
};
export const retouch = {
  usual: "常用",
  none: "不美颜",
  bright: "光线与色彩",
  smooth: "磨皮",
  thin_face: "瘦脸",
  sharp: "锐化",
  thinWarning: "会改变脸型，人证比对可能不通过。",
  preset: "强度",
  strength: (percent: number) => (percent === 0 ? "关闭" : `${percent}%`),
};
export const wipe = {
  show: "对比修饰前后",
  slider: "修饰前后的分界线",
  text: (percent: number) => `修饰前 ${percent}%，修饰后 ${100 - percent}%`,
  before: "前",
  after: "后",
  failed: "没有可供对比的未修饰照片。",
};
