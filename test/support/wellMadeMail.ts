import { checkMail, type CheckInput } from '../../core/compliance/checkMail';
import { MAIL_RULES } from '../../core/compliance/rules/registry';
import type { MailItem } from '../../core/contract/items';
import { NOW, UNSUBSCRIBE_URL, aBrand, aRecipient } from './mails';

/** The paragraphs of a mail that nothing is wrong with: enough text, in one language, about lamps. */
export const PARAGRAPHS = [
	'Hello Emma, we have made a desk lamp for people who read late. It has a warm light, a base of oak and a switch that you can find in the dark.',
	'This week you can order it with free shipping to your home. We pack it by hand in our workshop and send it with the parcel service that you know from your last order.',
	'The lamp is dimmed with one finger, uses seven watts and comes with a bulb that lasts for years. When you are not happy with it, send it back to us within 30 days and we return your money.',
	'Questions about the lamp? Our people at the workshop know every screw of it and will answer you the same day.',
];

interface WellMade extends Partial<MailItem> {
	/** stands in front of the text */
	top?: string;
	/** instead of the paragraphs */
	body?: string;
	/** behind the text, above the footer */
	bottom?: string;
	/** instead of the footer */
	footer?: string;
	/** into <head> */
	head?: string;
	/** of <html> */
	attributes?: string;
	isWithoutTitle?: boolean;
}

const STYLE = `<!--[if mso]><noscript><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml></noscript><![endif]-->
<style>
body, table, td, a { -webkit-text-size-adjust: 100%; -ms-text-size-adjust: 100% }
table, td { mso-table-lspace: 0; mso-table-rspace: 0 }
img { border: 0; line-height: 100%; outline: none; text-decoration: none; -ms-interpolation-mode: bicubic }
table { border-collapse: collapse !important }
a[x-apple-data-detectors] { color: inherit !important; text-decoration: none !important; font-family: inherit !important; font-weight: inherit !important; line-height: inherit !important }
@font-face { font-family: 'Lumen Sans'; font-style: normal; font-weight: 400; src: local('Lumen Sans'), local('LumenSans-Regular') }
h1, h2, h3 { font-family: 'Lumen Sans', Arial, Helvetica, sans-serif; line-height: 1.25; margin: 0 0 16px }
.sheet { max-width: 600px; margin: 0 auto } .cell { padding: 24px } .button { border-radius: 4px; text-decoration: none }
ul, ol { margin: 0 0 16px; padding: 0 0 0 24px } li { margin: 0 0 8px; line-height: 1.5 } hr { border: 0; border-top: 1px solid #dddddd; margin: 24px 0 }
blockquote { margin: 0 0 16px; padding: 0 0 0 16px; border-left: 4px solid #dddddd } .price { font-weight: 700; white-space: nowrap } .note { font-size: 14px }
@media (max-width: 600px) { .sheet { width: 100% !important } .cell { padding: 16px !important } .button { display: block !important; text-align: center !important } }
@media (prefers-color-scheme: dark) { .page { background-color: #121212 !important } .cell, .cell p { color: #eeeeee !important } .button { background-color: #8ab4f8 !important; color: #121212 !important } }
</style>`;
const LINE = 'font-family:Arial,sans-serif;font-size:16px;line-height:24px;color:#222222';

const { company, postalAddress, phone } = aBrand();
export const FOOTER = `<p style="font-size:13px;line-height:20px;color:#555555">You get this mail because you ordered from ${company}.<br>${postalAddress}<br>${phone}<br>lumen-home.example<br><a style="color:#333333" href="${UNSUBSCRIBE_URL}">Unsubscribe</a></p>`;

/** A mail with nothing to find: every rule passes. What is given replaces that one part. */
export function aWellMadeMail(parts: WellMade = {}): MailItem {
	const { top = '', body = PARAGRAPHS.map((text) => `<p style="${LINE}">${text}</p>`).join('\n'), bottom = '', head = '', attributes = 'lang="en" dir="ltr"', isWithoutTitle = false, footer = FOOTER, ...fields } = parts;
	const subject = fields.subject ?? 'Free shipping on the lamp for late readers';
	const preheader = fields.preheader ?? 'Warm light, a base of oak, and 30 days to think about it.';
	const html = `<!doctype html>
<html ${attributes}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no, date=no, address=no">${isWithoutTitle ? '' : `<title>${subject}</title>`}${STYLE}${head}</head>
<body style="margin:0;padding:0;background-color:#ffffff">
<div style="display:none;max-height:0;overflow:hidden">${preheader}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td align="left" style="padding:24px">
${top}
${body}
<p><a style="background-color:#1f3a5f;color:#ffffff;display:inline-block;padding:14px 24px;border-radius:4px;font-weight:bold" href="https://lumen-home.example/lamps">See the lamp</a></p>
${bottom}
</td></tr><tr><td align="left" style="padding:24px">${footer}</td></tr></table>
</td></tr></table>
</body>
</html>`;
	return { purpose: 'marketing', language: 'en', html, text: `${plain(`${top}\n${body}\n${bottom}\n${footer}`)}\nUnsubscribe: ${UNSUBSCRIBE_URL}`, ...fields, subject, preheader };
}

function plain(html: string): string {
	return html.replace(/<[^>]*>/g, ' ').replace(/[ \t]+/g, ' ').trim();
}

/** What is found in a mail to a buyer in the United States who agreed: `rule: outcome`, in the order of the rules. */
export function findingsOf(mail: MailItem, input: Partial<CheckInput> = {}): string[] {
	return checkWellMade(mail, input).findings.map(({ rule, outcome }) => `${rule}: ${outcome}`);
}

/** What one rule says of it: `pass`, or outcome and message key. */
export function answerOf(id: string, mail: MailItem, input: Partial<CheckInput> = {}): string {
	const finding = checkWellMade(mail, input).findings.find(({ rule }) => rule === id);
	const messages = MAIL_RULES.find((rule) => rule.id === id)?.messages ?? {};
	const key = Object.keys(messages).find((name) => messages[name]?.en === finding?.message);
	return finding ? `${finding.outcome}: ${key ?? '?'}` : 'pass';
}

function checkWellMade(mail: MailItem, input: Partial<CheckInput>): ReturnType<typeof checkMail> {
	return checkMail({ mail, brand: aBrand(), unsubscribeUrl: UNSUBSCRIBE_URL, recipient: aRecipient({ country: 'US', language: mail.language }), ...input }, NOW);
}
