import juice from 'juice';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MailItem } from '../../core/contract/items';
import { UNSUBSCRIBE_URL } from './mails';
import { FOOTER } from './wellMadeMail';

const FOLDER = join(__dirname, '../fixtures/publicMails');
const SHOP = 'https://lumen-home.example/lamps';

/** Templates that sell; the others are mails about an account or an order. */
const MARKETING = new Set(['basic', 'drip', 'hero', 'marketing', 'newsletter', 'newsletter-2', 'sidebar', 'sidebar-hero'].map((name) => `foundation/${name}`));

/** What an operator fills in, per family: text → text. What is changed beside it stands in SOURCE.md. */
const FILLED: Readonly<Record<string, ReadonlyArray<[RegExp, string]>>> = {
	foundation: [
		[/<link rel="stylesheet"[^>]*>/, `<style>${readFileSync(join(FOLDER, 'foundation/foundation-emails.css'), 'utf8').replace(/\$/g, '$$$$')}</style>`],
		[/<html /, '<html lang="en" '],
		[/href="#"([^>]*>[^<]*unsubscribe)/gi, `href="${UNSUBSCRIBE_URL}"$1`],
		[/href="(?:#|undefined)"/g, `href="${SHOP}"`],
		[/krakenacademy\.com/g, 'lumen-home.example'],
		[/src="(http:\/\/placehold\.it\/(\d+)x(\d+)[^"]*)"/g, 'src="$1" width="$2" height="$3"'],
		[/src="(http:\/\/placehold\.it\/(\d+)(?:\/\d+)?)"/g, 'src="$1" width="$2" height="$2"'],
		[/http:\/\//g, 'https://'],
	],
	ghost: [
		[/http:\/\//g, 'https://'],
		[/\{\{ ?siteUrl ?\}\}|\{\{resetLink\}\}|\{\{resetUrl\}\}/g, 'https://lumen-home.example/'],
		[/\{\{(?:blogName|siteTitle)\}\}/g, 'Lumen Home'],
		[/\{\{invitedByName\}\}/g, 'Emma'],
		[/\{\{(?:invitedByEmail|recipientEmail|ownerEmail)\}\}/g, 'emma@buyer.example'],
	],
	mailgen: [[/http:\/\//g, 'https://']],
};

/** Subjects as an operator would write them, by the name of the file. */
const SUBJECTS: ReadonlyArray<[RegExp, string]> = [
	[/receipt|order/, 'Your order has been processed'],
	[/reset|password/, 'Reset your password'],
	[/invite/, 'Emma has invited you to Lumen Home'],
	[/welcome/, 'Welcome to Lumen Home'],
	[/test/, 'A test mail from Lumen Home'],
	[/./, 'Free shipping on all lamps this week'],
];

/** `family/name` of every public template. */
export function listPublicMails(): string[] {
	return Object.keys(FILLED).flatMap((family) => readdirSync(join(FOLDER, family)).filter((file) => file.endsWith('.html')).map((file) => `${family}/${file.replace('.html', '')}`));
}

/** A public template as an operator sends it: placeholders filled, styles inlined, our lawful footer at its end. */
export function aPublicMail(name: string): MailItem {
	const [family = ''] = name.split('/');
	const subject = SUBJECTS.find(([pattern]) => pattern.test(name))?.[1] ?? '';
	const source = readFileSync(join(FOLDER, `${name}.html`), 'utf8');
	const filled = (FILLED[family] ?? []).reduce((html, [pattern, text]) => html.replace(pattern, text), source);
	const titled = /<title>/.test(filled) ? filled.replace(/<title>[^<]*<\/title>/, `<title>${subject}</title>`) : filled.replace(/<head>/, `<head><title>${subject}</title>`);
	const html = juice(titled.replace(/<\/body>/, `<div style="padding:24px;background-color:#ffffff;font-family:Arial,sans-serif">${FOOTER}</div></body>`), { preserveMediaQueries: true });
	return { purpose: MARKETING.has(name) ? 'marketing' : 'transactional', language: 'en', subject, preheader: 'See what we have made for you at Lumen Home.', html, text: toText(html) };
}

function toText(html: string): string {
	return html.replace(/<head>[\s\S]*?<\/head>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, ' ').replace(/<a [^>]*href="([^"]*)"[^>]*>/g, ' $1 ').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').replace(/&amp;/g, '&').trim();
}
