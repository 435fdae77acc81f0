import fc from 'fast-check';
import { measureMail } from '../../../../core/compliance/facts/measureMail';
import { makeTagMemory, type TagMemory } from '../../../../core/compliance/facts/tagMemory';
import { aHandmadeMail } from '../../../support/mails';

const NO_MEMORY: TagMemory = { ...makeTagMemory(), find: () => null };

/** As a template writes it, in whole elements. */
const WHOLE = [
	'<p>A text of <b>two</b> kinds.</p>',
	'<table><tr><td>One row</td></tr>\n<tr><td style="color: #777777;">Another row</td></tr></table>',
	'<div>Words <s>19.90</s> and <span style="display: none;">nothing</span><br>more words, and enough of them to be running text</div>',
	'<p><b>one</b> <i>two</i>\n<u>three</u></p>',
	'<p>un<span style="display: none;"> </span>broken</p>',
	'<ul><li>First</li><li style="font-size: 9px;">Second</li></ul>',
	'<div><p>Beside the link stand more than forty characters of text.</p><a href="https://shop.example/same">Shop now</a></div>',
	'<div>A picture <img src="https://shop.example/p.png" width="200" height="100" alt="Lamp"></div>',
	'<table><tr><td><a href="https://shop.example/p/1"><img src="https://shop.example/1.png" width="104" height="104" alt="Lamp"></a></td><td><a href="https://shop.example/p/1" style="font-weight:700">Lamp</a><br>Solid oak</td></tr></table>',
	'<div><a href="https://shop.example">Home</a></div>',
	'<p><a href="https://shop.example/in-no-container">Discover</a></p>',
	'<div><p><a href="https://shop.example/unsubscribe?id=1">Unsubscribe</a></p><p><a href="https://shop.example/beside">Shop now</a></p></div>',
	'<td background="https://shop.example/bg.png" width="300" height="200"><a href="https://shop.example/on-picture"><span>Shop</span> now</a></td>',
	'<div><a href="https://shop.example/outer">Outer <a href="https://shop.example/inner">inner</a></a><a href="https://shop.example/hidden" style="display:none">Hidden</a></div>',
	'<div><span>bare</span> <a href="https://shop.example/m?t=v.b_0123456789abcdefghij.1.x">View</a> <img src="https://shop.example/t.gif" width="1" height="1"></div>',
];
const AROUND = ['<p><a href="https://shop.example/unsubscribe-#">No more mails</a></p>%', '<div>%<a href="https://shop.example/all">Shop all</a></div>', '<div style="display: none;">%</div>%', '%', 'before % behind', '<div>%</div>', '<div style="display: none;">%</div>', '<div>text % text</div>', '<a href="https://shop.example/all">%</a>', '<s>%</s>', '<b>bold %</b>', '<div><a href="https://shop.example/own-#">Own link</a>%</div>'];
const LEAD = `<p>${'A long beginning of the mail. '.repeat(20)}</p>`;

const template = fc.record({
	lead: fc.constantFrom('', LEAD),
	own: fc.constantFrom('<p>Own #</p>', 'own #', '<b>own #</b>'),
	parts: fc.array(fc.tuple(fc.constantFrom(...AROUND), fc.array(fc.constantFrom(...WHOLE), { minLength: 1, maxLength: 4 })), { minLength: 1, maxLength: 6 }),
});

describe('knownRuns', () => {
	it('whole elements of a template among a buyer\'s own texts → the facts that the parser finds, in each mail', () => {
		fc.assert(fc.property(template, ({ lead, own, parts }) => {
			const html = `<html><body>${lead}${parts.map(([around, whole]) => around.replace('%', whole.join('\n'))).join(own)}</body></html>`;
			const memory = makeTagMemory();
			for (const number of [1, 2, 2, 3, 4]) {
				const mail = aHandmadeMail('', { html: html.replaceAll('#', String(number)) });
				const inGerman = { ...mail, language: 'de' };
				expect(measureMail(mail, memory)).toEqual(measureMail(mail, NO_MEMORY));
				expect(measureMail(inGerman, memory)).toEqual(measureMail(inGerman, NO_MEMORY));
			}
		}), { numRuns: 300 });
	});

	it('a link to the home page that a template repeats → only the first one of a mail is the logo', () => {
		const memory = makeTagMemory();
		for (const number of [1, 2, 3, 4, 5]) {
			const html = `<html><body>${LEAD}${['a', 'b', 'c'].map((name) => `<p>Own ${name} ${number}</p><div><a href="https://shop.example">Home</a></div>`).join('')}</body></html>`;
			const mail = aHandmadeMail('', { html });
			expect(measureMail(mail, memory)).toEqual(measureMail(mail, NO_MEMORY));
		}
	});
});
