import { checkMail } from '../core/compliance/checkMail';
import type { MailItem } from '../core/contract/items';
import { compileTemplate } from '../core/template/compileTemplate';
import { seconds, type Bench } from './bench';
import { benchSender } from './fixture';
import { HOSTILE_MAILS } from './hostileMails';
import { unsubscribeUrlOf, variedInput, variedItem } from './variedMails';

const WARM_UP = 500;
const PRODUCTS = 6;
const { brand } = benchSender(0);

/** Checking alone: own mails of 20 KB, with six products of their own among texts that are the template's; then the dearest of the mails that are made to be dear. */
export const checkBench: Bench = {
	name: 'check',
	title: 'check one mail of 20 KB, no two alike, whose template was seen before; and mails of 5 MB that are made to be dear',
	async run({ isFull, log }) {
		const count = isFull ? 20_000 : 3_000;
		const mails = Array.from({ length: count + WARM_UP }, (_, index) => asItem(makeMail(index + 1)));
		const all = mails.map((mail, index) => micros(() => check(mail, index + 1)));
		const taken = all.slice(WARM_UP).sort((a, b) => a - b);
		const sum = taken.reduce((total, one) => total + one, 0);
		return await Promise.resolve({
			mails: count, bytes: Buffer.byteLength(mails[0]?.html ?? ''), medianMicros: at(taken, 0.5), p99Micros: at(taken, 0.99), perSecond: (count / sum) * 1e6, coldMicros: measureCold(), ...measureWorst(log),
		});
	},
};

function check(mail: MailItem, index: number): void {
	const { outcome, findings } = checkMail({ mail, brand, unsubscribeUrl: unsubscribeUrlOf(index), recipient: { country: 'US', language: mail.language, consent: 'granted', isMarketable: true } }, 0);
	if (outcome === 'violation') throw new Error(`The bench's own mail breaks a rule: ${findings.map(({ rule }) => rule).join(', ')}`);
}

function micros(run: () => void): number {
	const startedAt = process.hrtime.bigint();
	run();
	return seconds(startedAt) * 1e6;
}

function at(sorted: readonly number[], share: number): number {
	return sorted[Math.floor(sorted.length * share)] ?? 0;
}

const CELL = 'padding: 12px 8px; border-bottom: 1px solid #eceef2; font-family: Arial, sans-serif; font-size: 15px; line-height: 22px; color: #1d2129;';

const TEXTS = [
	['How we pack', 'Every order leaves our own warehouse in Hangzhou. Glass and ceramics travel in moulded pulp, textiles in paper. There is no plastic in the box, and the box itself is made to be used again: fold it flat and keep it for the next move.'],
	['When it arrives', 'Delivery takes three to five days within the country and seven to ten days abroad. You get a number to follow the parcel as soon as it is on its way. If nobody is at home, it waits at the nearest shop for a week.'],
	['If it does not fit', 'Send it back within thirty days, in any condition that lets us sell it again. The way back costs nothing: the label lies in the box. We return the money within two working days of the parcel reaching us.'],
	['Care for wood', 'Oil the tray and the lamp foot twice a year with a cloth and a little linseed oil. Keep them out of the sun behind a window, which bleaches oak, and wipe off water at once. Small scratches go away with fine paper along the grain.'],
	['Care for linen', 'Wash covers at forty degrees, inside out, and hang them up wet: then there is nothing to iron. Linen gets softer each time. Do not use softener, it makes the fibres break, and leave bleach alone as well.'],
	['About the makers', 'The mugs are thrown by a family of four in Jingdezhen, the hooks are cast by a workshop in Wenzhou which has made fittings for boats since 1958. Each piece bears a small mark on its back by which you can tell who made it.'],
	['Questions', 'Write to us or call, we answer in English, Spanish and Chinese. Have your order number at hand, it stands in the mail that confirmed your order. We keep what you write for two years and give it to nobody.'],
	['Gift wrapping', 'Choose it on the last page before you pay. We use unbleached paper and a cotton ribbon, and write your words on a card by hand. Prices are left out of the parcel, so that it can go straight to the one it is for.'],
	['Where to see it', 'Our showroom is open from Tuesday to Saturday, from ten to six, two minutes from the metro. Everything in this mail stands there to be touched and tried. Coffee is on us, and children find a table with paper and pens.'],
	['What we give back', 'Of each order one per cent goes to the people who plant oaks where ours were felled. So far that was enough for eleven thousand trees. You find a list of the places with their dates and pictures in our shop, at the foot of each page.'],
	['Next time', 'In spring we show the garden chairs that many of you asked for, in ash and in steel. Who wants to know first when they come needs to do nothing: we write once, on the day. Prices are not settled yet, but they will not be more than last year.'],
	['How to pay', 'By card, by transfer or when the parcel is at your door. We keep no card numbers: your bank asks you, not we. An invoice with all taxes comes with the mail that says your parcel has left, and again whenever you need it.'],
].map(([title, text]) => `<tr><td colspan="3" style="${CELL}"><h2 style="margin: 0 0 6px; font-size: 18px; line-height: 24px; color: #1d2129;">${title}</h2><p style="margin: 0; font-size: 15px; line-height: 23px; color: #545d69;">${text}</p></td></tr>`).join('\n');

const HTML = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color: #ffffff;">
<tr><td colspan="3" style="padding: 24px 32px;"><h1 style="margin: 0 0 12px; font-size: 24px; line-height: 30px; color: #1d2129;">Hello {{name}}, these are in stock again</h1>
<p style="margin: 0 0 14px; font-size: 16px; line-height: 25px; color: #1d2129;">You looked at them in our shop. Prices are those of today and hold until they are sold out; delivery takes three to five days, returns are free for thirty.</p></td></tr>
{{#each data.items}}<tr><td width="88" valign="top" style="${CELL}"><img src="{{imageUrl}}" width="72" height="72" alt="{{title}}" style="display: block; border: 0; border-radius: 8px;"></td>
<td valign="top" style="${CELL}"><strong style="font-weight: 700;">{{title}}</strong><br><span style="font-size: 13px; line-height: 19px; color: #545d69;">{{text}}</span><br><a href="{{page}}" style="color: #2b4a8b; text-decoration: underline;">{{title}}</a></td>
<td align="right" valign="top" style="${CELL}"><s style="color: #545d69;">{{money before}}</s> <b>{{money price}}</b></td></tr>
{{/each}}<tr><td colspan="3" align="center" bgcolor="#1f4fd8" style="background-color: #1f4fd8; border-radius: 8px;"><a href="{{data.url}}" style="display: inline-block; padding: 13px 28px; font-weight: 700; color: #ffffff; text-decoration: none;">Shop now</a></td></tr>
${TEXTS}</table>`;

const template = compileTemplate({ kind: 'own', purpose: 'marketing', subject: 'Save 10% on {{data.items.length}} things for {{name}}', preheader: 'Only while they last, {{name}}', html: HTML }, { brand });

function makeMail(index: number): MailItem {
	const input = variedInput(index);
	const items = Array.from({ length: PRODUCTS }, (_, row) => {
		const item = variedItem(index * PRODUCTS + row);
		return {
			...item, title: item.name, imageUrl: `https://cdn.lumen-home.example/p/${index}-${row}.jpg`, page: `https://lumen-home.example/p/${index * PRODUCTS + row}?utm_source=mail&utm_campaign=stock`,
			text: `Item ${index * PRODUCTS + row}: made of wood and brass, ${20 + (index % 60)} cm wide, ${3 + (row % 9)} in stock; ships from Hangzhou within two days.`,
			before: { ...item.price, amountMinor: item.price.amountMinor + 500 },
		};
	});
	return template.render({ ...input, buyer: { ...input.buyer, name: input.buyer.name ?? `Buyer ${index}`, language: 'en' }, data: { items, url: `https://lumen-home.example/stock/${index}` } });
}

/** As the node before hands it over: in one piece. */
function asItem(mail: MailItem): MailItem {
	return JSON.parse(JSON.stringify(mail)) as MailItem;
}

const COLD_TEMPLATES = 21;

/** The first mail of a template that nobody has seen, in a process that runs for a while: the median of some templates. */
function measureCold(): number {
	const taken = Array.from({ length: COLD_TEMPLATES }, (_, number) => {
		const mail = makeMail(number);
		const html = mail.html.replace(/<(html|body|table|tr|td|p|h1|span|strong|a|s|b|br|img|div)(?=[\s>])/g, `<$1 class="new-${number}"`);
		return micros(() => check({ ...mail, html }, number));
	});
	return at(taken.sort((a, b) => a - b), 0.5);
}

/** The best of three times each: what the mail costs, not what else the machine does. */
function measureWorst(log: (line: string) => void): { worstMillis: number } {
	const times = Object.entries(HOSTILE_MAILS).map(([name, html]) => {
		const mail: MailItem = { purpose: 'marketing', language: 'en', subject: html, preheader: html, html, text: html };
		const run = (): void => void checkMail({ mail, brand }, 0);
		return { name, millis: Math.min(micros(run), micros(run), micros(run)) / 1_000 };
	});
	const worst = times.reduce((a, b) => (a.millis >= b.millis ? a : b));
	log(`dearest: ${worst.name}`);
	return { worstMillis: worst.millis };
}
