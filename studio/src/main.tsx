import { render } from "preact";

import { App } from "./app/shell";
import { chooseLanguage, preferredLanguage } from "./i18n";
import "./ui/tokens.css";
import "./ui/base.css";

await chooseLanguage(preferredLanguage());
render(<App />, document.getElementById("studio")!);
