import { number } from "..";

export const title = "学校批量证件照";
export const intro = "选择一个照片文件夹，系统会逐张制作并检查，需要处理的照片排在最前面。";
export const begin = "新建批次";
export const name = "名称";
export const nameExample = "春季学籍照";
export const document = "证件";
export const documentSearch = "搜索证件";
export const documentHint = "例如：学籍照、一寸、35x45、美国护照";
export const noDocument = "没有找到证件。请换一个词，或输入尺寸，如 35x45。";
export const change = "更换";
export const ownWalls = "把照片背景换成规定的颜色";
export const open = "创建批次";
export const earlier = "在本浏览器中创建的批次";
export const noneYet = "您创建的批次会显示在这里。";
export const keptUntil = (when: string) => `保留至 ${when}`;
export const forget = "从列表中移除";

export const addTitle = "照片";
export const chooseFolder = "选择文件夹";
export const chooseFiles = "选择文件或 ZIP";
export const drop = "也可以拖放到这里";
export const chooseNames = "添加名单（CSV）";
export const namesHint = "名单可选，列为：文件名、姓名、班级。没有名单时，以文件夹为班级、以文件名为姓名。";
export const namesRead = (count: number) => `名单中有 ${number(count)} 个姓名，请继续选择照片。`;
export const namesFound = (matched: number, total: number) => `${number(total)} 张照片中有 ${number(matched)} 张在名单里`;
export const noPictures = "所选内容中没有图片。";
export const badArchive = "无法读取这个 ZIP 压缩包。";
export const badNames = "这个文件里没有姓名。";
export const upload = (count: number) => `制作 ${number(count)} 张照片`;
export const rename = (count: number) => `更新 ${number(count)} 个姓名`;
export const already = (count: number) => `其中 ${number(count)} 张已在批次中，不会重复上传。`;
export const uploading = (sent: number, total: number) => `正在上传 ${number(sent)} / ${number(total)}`;
export const stop = "停止";
export const resume = "如需稍后继续或中断后继续，请再次选择同一文件夹：已上传的不会重复上传。";
export const notSent = (count: number) => `${number(count)} 张照片未能上传`;
export const privacy = (kept: string) => `照片只发送到本服务器，${kept}后自动删除，也可点“删除批次”立即删除。`;

export const progress = (done: number, total: number) => `已完成 ${number(done)} / ${number(total)}`;
export const counts = { failed: "不合格", unsure: "需确认", passed: "合格", unfinished: "制作中" };
export const showOnly = "只显示";
export const allGroups = "全部班级";
export const noGroup = "未分班";
export const group = "班级";
export const order = { label: "排序", failures: "问题优先", name: "按姓名" };
export const columns = { portrait: "原图", photo: "证件照", person: "姓名", group: "班级", verdict: "结论", todo: "处理建议", actions: "操作" };
export const portraitOf = (who: string) => `${who}的原图`;
export const photoOf = (who: string) => `${who}的证件照`;
export const inWork = "制作中";
export const noPhoto = "未生成照片";
export const allWell = "无需处理";
export const remedies: Record<string, string> = {
  background_unfit: "请在颜色符合要求、光线均匀的纯色墙前重拍。",
  several_faces: "请使用只有一个人的照片。",
};
export const retake = "更换";
export const retakeOf = (who: string) => `更换${who}的照片`;
export const remove = "移除";
export const yesRemove = "确认移除";
export const removeOf = (who: string) => `移除${who}`;
export const empty = "还没有照片。";
export const nothingShown = "没有这一类照片。";
export const more = "显示更多";

export const outputs = "下载";
export const withFailed = "下载内容包含不合格的照片；如不需要，请先更换或移除。";
export const report = "检查报告（CSV）";
export const archive = "全部照片（ZIP）";
export const sheets = "排版打印（PDF）";
export const paper = "相纸";
export const copies = "每张照片份数";
export const makeSheets = "生成排版";
export const sheetOf = (what: string) => `下载排版：${what}`;
export const making = "正在生成……";

export const back = "全部批次";
export const remains = "删除批次";
export const reallyDelete = "立即删除本批次的全部原图和证件照？";
export const yesDelete = "全部删除";
export const deleted = "本批次的所有内容已删除。";
export const gone = "该批次不存在，或已过保留期限。";
