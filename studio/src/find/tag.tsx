// A short fact about a document, by picture and words.
import { Icon, type IconName } from "../ui/icons";
import { join } from "../ui/ui";
import styles from "./find.module.css";

export function Tag({ tone, icon, text }: { tone?: "pass" | "unsure" | "fail"; icon: IconName; text: string }) {
  return (
    <span class={join(styles.tag, tone && styles[tone])}>
      <Icon name={icon} size={16} />
      {text}
    </span>
  );
}
