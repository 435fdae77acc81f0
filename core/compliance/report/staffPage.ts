import type { StaffText } from '../rule';
import { REPORT_STYLE } from './reportStyle';

interface StaffPage {
	language: keyof StaffText;
	/** text without markup, escaped */
	title: string;
	/** rules beside those of every page */
	style?: string;
	/** HTML; what comes from outside is escaped in it */
	main: string;
}

/** A page for staff as one HTML file: nothing from elsewhere, no script, light and dark. */
export function renderStaffPage({ language, title, style = '', main }: StaffPage): string {
	return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${REPORT_STYLE}${style === '' ? '' : `\n${style}`}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
}
