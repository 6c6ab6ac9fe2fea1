export const title = "拍摄或上传照片";
export const forDocument = "证件：";
export const change = "更换";
export const camera = "使用摄像头拍摄";
export const cameraHow = "全程引导站位与姿势，合格后自动拍摄。";
export const file = "选择照片文件";
export const phone = "手机相机拍摄";
export const drop = "也可以把照片拖到本页任意位置，或直接粘贴。";
export const formats = "支持 JPEG、PNG、HEIC、TIFF、相机 RAW 等格式，大文件也可以。";
export const dropHere = "松开即可上传照片";
export const sending = (name: string, size: string) => `正在上传 ${name}（${size}）`;
export const sent = (percent: string) => `已上传 ${percent}%`;
export const reading = "服务器正在读取照片……";
export const failed = "这张照片无法使用";
export const another = "换一张照片";
export const again = "重新上传";
export const current = "您的照片";
export const currentAlt = "您上传的照片";
export const currentFacts = (size: string, bytes: string, format: string) => `${size} · ${bytes} · ${format}`;
export const use = "使用这张照片，下一步";
export const replace = "换一张照片";
export const privacy = {
  before: (time: string) => `照片只会传到本服务器，在您最后一次操作的 ${time}后自动删除，也可随时点“立即删除”。`,
  after: (time: string) => `照片只保存在本服务器上，在您最后一次操作的 ${time}后自动删除。`,
  delete: "立即删除",
  deleting: "正在删除……",
  deleted: "照片及由它制作的全部文件均已删除。",
};
export const tips = {
  title: "拍摄前请注意",
  asked: "官方要求",
  advice: "拍摄建议",
  wall: "站在纯色墙前约一步远处，墙上不要有影子。",
  wallOf: (colour: string) => `站在${colour}纯色墙前约一步远处。该证件不允许更换背景。`,
  light: "面向窗户或灯光；顶光和侧光会在脸上留下阴影。",
  away: "镜头与眼睛同高，距离约一米；太近会使脸部变形。",
  room: "头顶上方留出空间，双肩都要入镜。",
};
export const live = {
  title: "摄像头",
  opening: "正在打开摄像头……",
  which: "选择摄像头",
  automatic: "自动拍摄",
  release: "拍照",
  stop: "取消",
  stopCount: "取消倒计时",
  count: (seconds: number) => `${seconds}`,
  released: "已拍摄",
  taking: "正在拍摄……",
  taken: "这张照片可以吗？",
  takenAlt: "刚拍的照片",
  use: "使用这张照片",
  retake: "重拍",
  unguided: "暂时无法使用拍摄引导，您可以手动拍照。",
  frames: "拍摄画面会发送到本服务器用于识别人脸，不会保存。",
  none: "摄像头没有返回画面，请再试一次。",
};
export const signs = {
  label: "画面检测",
  face: "人脸",
  distance: "距离",
  middle: "居中",
  straight: "正面",
  level: "端正",
  light: "光线",
  eyes: "睁眼",
};
export const verdicts = { pass: "合适", unsure: "接近", fail: "需调整", waiting: "等待" };
export const values = {
  face: (value: number) => (value === 1 ? "一人" : value === 0 ? "未检测到" : `${value} 人`),
  distance: (percent: string) => `${percent}%`,
  middle: (percent: string) => `偏移 ${percent}%`,
  degrees: (degrees: string) => `${degrees}°`,
  light: (value: string) => `${value}/100`,
};
export const hints = {
  hold: "请保持不动",
  no_face: "请把脸移到椭圆框内",
  several: "画面中只能有一个人",
  closer: "请靠近一些",
  further: "请稍微后退",
  go_left: "请向您的左侧移动一点",
  go_right: "请向您的右侧移动一点",
  camera_up: "请把镜头稍微抬高",
  camera_down: "请把镜头稍微压低",
  turn_left: "请把脸稍微转向您的左侧",
  turn_right: "请把脸稍微转向您的右侧",
  chin_up: "请稍微抬起下巴",
  chin_down: "请稍微收下巴",
  tilt_left: "请把头稍微向您的左侧倾斜",
  tilt_right: "请把头稍微向您的右侧倾斜",
  darker: "光线太强，请避开直射光",
  brighter: "光线太暗，请面向窗户或灯光",
  even_light: "请转动身体，让脸部两侧光线均匀",
  open_eyes: "请睁开眼睛",
};
/** The same for a camera that looks away from the screen: somebody else holds it. */
export const hintsAway = { go_left: "请把镜头再向左移", go_right: "请把镜头再向右移" };
export const troubles = {
  insecure: {
    title: "浏览器只允许安全页面使用摄像头",
    how: "本页通过普通 http 从另一台设备打开。请改用照片文件或手机相机，或向服务器管理员索取 https 地址。",
  },
  unsupported: { title: "此浏览器无法使用摄像头", how: "请改用照片文件，或换一个浏览器打开本页。" },
  refused: { title: "摄像头权限已被禁止", how: "请在浏览器地址栏或设置中允许本页使用摄像头，然后重试；也可以改用照片文件。" },
  none: { title: "没有找到摄像头", how: "请连接摄像头后重试，或改用照片文件。" },
  busy: { title: "摄像头正被其他程序占用", how: "请关闭占用摄像头的程序后重试，或改用照片文件。" },
  unknown: { title: "摄像头打开失败", how: "请重试，或改用照片文件。" },
};
