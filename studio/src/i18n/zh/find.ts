export const title = "您要制作哪种证件照？";
export const searchLabel = "搜索证件";
export const placeholder = "输入国家、证件名称或尺寸";
export const examples = "例如：";
export const exampleQueries = ["一寸", "中国护照", "美国签证", "35x45"] as const;
export const clear = "清空搜索";
export const countryLabel = "国家或地区";
export const allCountries = "全部国家和地区";
export const inCountry = (country: string) => `${country}常用证件`;
export const common = "常用尺寸";
export const others = "其他国家和地区";
export const found = (count: number) => `共 ${count} 种证件`;
export const showMore = "显示更多";
export const noneTitle = (text: string) => `没有找到“${text}”`;
export const noneInCountry = (text: string, country: string) => `${country}没有与“${text}”相符的证件`;
export const noneHow = "请减少或更换关键词：可以输入国家名、“护照”“签证”等证件名称，或“35x45”这样的尺寸。";
export const everywhere = "在全部国家和地区中搜索";
export const noEditing = "禁止修图";
export const verified = "已与官方要求核对";
export const unverified = "尚未与官方要求核对";
export const units = { mm: "毫米", inch: "英寸", px: "像素", dpi: "dpi" };
export const atLeast = (value: string) => `不小于 ${value}`;
export const atMost = (value: string) => `不超过 ${value}`;
export const own = {
  title: "没有您要的证件？自定义尺寸",
  how: "照片尺寸一般写在报名表或申请网站的说明里。",
  unit: "单位",
  mm: "毫米",
  px: "像素",
  width: "宽",
  height: "高",
  background: "背景色",
  submit: "使用此尺寸",
  wrong: (low: string, high: string, unit: string) => `请输入 ${low} 到 ${high} ${unit}之间的数字。`,
  wrongPixels: "请输入整数。",
};
export const colours: Record<string, string> = {
  FFFFFF: "白色",
  DCDCDC: "浅灰",
  CFE2F3: "浅蓝",
  F5F0E1: "米色",
  "438EDB": "蓝色",
  FF0000: "红色",
};
export const anyBackground = "背景无特别要求";
export const document = {
  continue: "下一步：上传照片",
  change: "重新选择证件",
  picture: "照片",
  person: "人像",
  scene: "光线与背景",
  file: "电子文件",
  children: "儿童",
  drawing: "照片比例示意图",
  drawingOf: (size: string, head: string | null, eyes: string | null) =>
    [`照片比例示意图：${size}`, head && `头部高 ${head}`, eyes && `眼睛距底边 ${eyes}`].filter(Boolean).join("，"),
  usualHead: "没有头部高度的规定，图中按常见比例绘制。",
  head: "头部",
  eyes: "眼睛",
  print: "冲印尺寸",
  noPrint: "无需冲印，只提交电子文件",
  pixels: "成片像素",
  accepted: "可接受的像素范围",
  acceptedRange: (low: string, high: string) => `${low} 至 ${high}`,
  headHeight: "头部高度（下巴至头顶）",
  headHeightHair: "头部高度（下巴至发顶）",
  share: (low: string, high: string) => `占照片高度 ${low}–${high}%`,
  eyeLine: "眼睛距底边",
  topMargin: "头顶留白",
  background: "背景色",
  or: "或",
  fileSize: "文件大小",
  format: "文件格式",
  resolution: "分辨率",
  note: "备注",
  editing: {
    forbidden: "该机构不接受修过的照片",
    forbiddenHow: "本工作室只做校正、裁剪和缩放，背景、服装和皮肤保持原样。请在颜色符合要求的纯色墙前拍摄。",
    allowed: "允许修图",
    allowedHow: "可以更换背景，也可以调整服装和光线。",
    unknown: "官方未说明是否允许修图",
    unknownHow: "系统会更换背景。为稳妥起见，面部和服装请保持原样。",
  },
  source: "来源",
  checkedOn: (date: string) => `已于 ${date}与官方网页核对。`,
  neverChecked: "这些数据尚未与官方网页核对，提交前请自行确认。",
  partly: "标有“未核对”的数据不在此次核对范围内。",
  commonSize: "这是通用冲印尺寸，并非某个机构的规定。请以受理机构的要求为准。",
  notChecked: "未核对",
  unknown: "没有这种证件",
  unknownHow: "网址可能有误，或该证件已从目录中移除。",
  ownHow: "只知道尺寸和背景色。照片将按大多数机构的通用要求检查。",
};
