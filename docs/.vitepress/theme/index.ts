// VitePress's own theme with this project's colours and its landing page's layout.
import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import "./style.css";

const theme: Theme = { extends: DefaultTheme };

export default theme;
