export const title = "查看结果";
export const empty = {
  title: "还没有照片",
  noDocument: "请先选择证件，再拍摄或打开照片。",
  noPhoto: "请先拍摄或打开一张照片。",
  chooseDocument: "选择证件",
  takePhoto: "拍摄或打开照片",
};
export const finished = "成品照片";
export const portrait = "原始照片";
export const photoAlt = (document: string, width: number, height: number) =>
  `${document}成品照片，${width} × ${height} 像素`;
export const portraitAlt = "用于制作证件照的原始照片";
export const making = "正在制作照片……";
export const updating = "正在更新……";
export const updated = (summary: string) => `照片已更新。${summary}`;
export const lines = "显示测量线";
export const linesOf = { crown: "颅顶", hair: "发顶", chin: "下巴", eyes: "眼睛" };
export const photoSize = (mm: string, px: string, bytes: string) => `${mm} 毫米 · ${px} 像素 · ${bytes}`;
export const handles = { left_eye: "左侧眼睛", right_eye: "右侧眼睛", crown: "颅顶（不含头发）", chin: "下巴" };
export const handlesShort = { left_eye: "眼", right_eye: "眼", crown: "颅顶", chin: "下巴" };
export const handleAt = (x: string, y: string) => `距左边 ${x} 像素，距上边 ${y} 像素`;
export const handleRole = "可移动的点";
export const handlesHow =
  "如果某个点不准，请把它拖到正确位置：瞳孔中心、下巴尖、颅顶（不含头发）。也可用键盘方向键移动，按住 Shift 每次移动 10 像素。";
export const resetHandle = "重置控制点";
export const verdict = {
  pass: "没有发现问题",
  unsure: "请您亲自确认",
  fail: "照片可能被拒",
  not_assessed: "未检查",
};
export const summary = (fails: number, unsures: number, assessed: number) =>
  [fails ? `${fails} 项不合格` : "", unsures ? `${unsures} 项需确认` : "", `共检查 ${assessed} 项`]
    .filter(Boolean)
    .join(" · ");
export const groups = {
  fail: "需要改正",
  unsure: "需要确认",
  pass: (count: number) => `合格（${count} 项）`,
  not_assessed: (count: number) => `未检查（${count} 项）`,
};
export const whatToDo = "怎么办：";
export const measured = (value: string) => `测得：${value}`;
export const allowed = (range: string) => `；要求：${range}`;
export const range = {
  between: (low: string, high: string) => `${low}–${high}`,
  atLeast: (low: string) => `不低于 ${low}`,
  atMost: (high: string) => `不超过 ${high}`,
};
export const showWhere = "查看位置";
export const rule = "要求来自："; // and then its name
export const ruleOf = { verified: "已与官方页面核对", unverified: "未与官方页面核对" };
export const ruleSource = "来源";
export const ruleChecked = (date: string) => `${date} 查阅`;
export const rulesBy = "依据："; // and then its name
export const rulesEnd = "。";
export const adviceOnly = "程序判断可能有误，以受理机构为准。";
export const measures = {
  title: "尺寸",
  face_height: "头高（下巴到颅顶）",
  head_height: "头高（下巴到发顶）",
  face_width: "脸宽（两耳之间）",
  eye_line: "眼睛距下边",
  head_top: "头顶留白",
  chin_top: "下巴距上边",
  inter_eye: "两眼间距",
  allowed: (mm: string, percent: string, of: string) => `要求 ${mm} 毫米（占${of} ${percent}%）`,
  value: (mm: string) => `${mm} 毫米`,
  height: "高度",
  width: "宽度",
  free: "该证件没有限制",
  fits: "符合",
  beyond: "超出范围",
};
export const position = {
  title: "位置",
  zoom: "头部大小",
  zoomText: (percent: number) =>
    percent === 0 ? "自动" : percent > 0 ? `偏大 ${percent}%` : `偏小 ${-percent}%`,
  shift: "头部高低",
  shiftText: (percent: number) =>
    percent === 0 ? "自动" : percent > 0 ? `偏高 ${percent}%` : `偏低 ${-percent}%`,
  rotate: "旋转",
  rotateText: (degrees: string, isRight: boolean, isZero: boolean) =>
    isZero ? "水平" : `${isRight ? "顺时针" : "逆时针"} ${degrees}°`,
  reset: "重置位置",
  keeps: "无论怎样移动，照片始终符合证件的限制。",
};
export const refused = {
  title: "这样无法制作照片",
  kept: "目前显示的是上一次成功制作的照片。",
  undo: "撤销刚才的更改",
  another: "换一张照片",
  document: "选择其他证件",
  again: "重试",
  keepBackground: "保留这个背景",
  editAnyway: "仍要更换背景（该机构不接受修饰过的照片）",
  resetPosition: "重置位置",
  leaveEdits: "取消换背景、换装和美颜",
  keepClothes: "保留自己的衣服",
  documentFile: "使用证件要求的文件限制",
  largestFace: "使用最大的人脸",
  leftFace: "使用左边的人脸",
  rightFace: "使用右边的人脸",
};
export const next = "保存与打印";
export const fullSize = "查看原图";
