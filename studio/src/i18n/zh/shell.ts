export const product = "idphoto 证件照";
export const onePhoto = "单张照片";
export const school = "学校批量";
export const language = "语言";
export const signOut = "退出登录";
export const skip = "跳到正文";
export const steps = { label: "步骤", document: "证件", photo: "照片", result: "结果", save: "保存" };
export const signIn = {
  title: "登录证件照工作室",
  password: "密码",
  submit: "登录",
  closed: "您还不能使用本工作室",
  closedHow: "请向服务器的管理员索取密码或您的专属链接。",
  entering: "正在登录……",
};
export const unreachable = "无法连接服务器，已有内容没有丢失，请重试。";
export const again = "重试";
export const loading = "正在加载……";
export const kb = "KB";
export const close = "关闭";
export const cancel = "取消";
export const back = "返回";
export const notFound = "没有这个页面";
export const home = "回到首页";
