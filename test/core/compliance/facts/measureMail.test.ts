import fc from 'fast-check';
import { checkMail } from '../../../../core/compliance/checkMail';
import { learnedTagCount, measureMail } from '../../../../core/compliance/facts/measureMail';
import { makeBodyReader } from '../../../../core/compliance/facts/readBody';
import { readKnownTags } from '../../../../core/compliance/facts/readKnownTags';
import { makeTagMemory, type TagMemory } from '../../../../core/compliance/facts/tagMemory';
import type { MailItem } from '../../../../core/contract/items';
import { compileTemplate } from '../../../../core/template/compileTemplate';
import { LANGUAGES } from '../../../../core/template/languages/registry';
import { makeSample } from '../../../../core/template/sampleData';
import { TEMPLATES } from '../../../../core/template/templates/registry';
import { MAIL_BITS } from '../../../support/mailBits';
import { UNSUBSCRIBE_URL, aBrand, aHandmadeMail } from '../../../support/mails';

const brand = aBrand({ logoUrl: 'https://cdn.example/logo.png' });

const LIBRARY: readonly MailItem[] = TEMPLATES.flatMap(({ name }) => {
	const template = compileTemplate({ kind: 'library', name }, { brand });
	return LANGUAGES.map(({ language }) => template.render({ ...makeSample(language), unsubscribeUrl: UNSUBSCRIBE_URL, viewUrl: 'https://hooks.example/m?t=v.b_0123456789abcdefghij.1.x' }));
});

/** Nothing can be learned: every mail is read by the parser. */
const NO_MEMORY: TagMemory = { ...makeTagMemory(), find: () => null };

const byParser = (mail: MailItem) => measureMail(mail, NO_MEMORY);

const isFast = (html: string, memory: TagMemory): boolean => readKnownTags(html, makeBodyReader(), memory) !== undefined;

/** A library mail with pieces taken out, put in, doubled or moved. */
const brokenMail = fc
	.tuple(fc.constantFrom(...LIBRARY), fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.integer({ min: 0, max: 30 }), bit: fc.oneof(fc.constantFrom(...MAIL_BITS), fc.string({ maxLength: 8, unit: 'binary' })), isAtTag: fc.boolean() }), { minLength: 1, maxLength: 4 }))
	.map(([mail, edits]) => {
		const html = edits.reduce((text, { at, cut, bit, isAtTag }) => {
			const place = Math.floor(at * text.length);
			const from = isAtTag ? Math.max(0, text.indexOf('<', place)) : place;
			return text.slice(0, from) + bit + text.slice(from + cut);
		}, mail.html);
		return { ...mail, html };
	});

const soup = fc.array(fc.constantFrom(...MAIL_BITS, 'text', 'more text '), { maxLength: 30 }).map((bits) => aHandmadeMail('', { html: bits.join('') }));

describe('measureMail', () => {
	const warm = makeTagMemory();

	it.each(LIBRARY.map((mail) => [mail.template ?? '', mail.language, mail] as const))('%s in %s → the same facts for a reader without, with a new and with a full memory', (_name, _language, mail) => {
		const facts = byParser(mail);
		expect(measureMail(mail, warm)).toEqual(facts);
		expect(measureMail(mail, warm)).toEqual(facts);
		expect(measureMail(mail, makeTagMemory())).toEqual(facts);
	});

	it('mails of our library → read by known tags, in every language', () => {
		expect(LIBRARY.filter(({ html }) => !isFast(html, warm)).map(({ template, language }) => `${template ?? ''} ${language}`)).toEqual([]);
	});

	it('the second mail of a template, with other texts and links → nothing left to learn', () => {
		const template = compileTemplate({ kind: 'own', purpose: 'marketing', subject: 'Save 10%', html: '<p>Hello {{name}}</p><a href="{{data.url}}"><img src="{{data.image}}" alt="{{data.alt}}" width="100"></a>' }, { brand });
		const mailFor = (number: number) => template.render({ ...makeSample('en'), data: { url: `https://x.example/${number}?a=1&b=${number}`, image: `https://x.example/${number}.png`, alt: `"${number}" > & <` }, unsubscribeUrl: UNSUBSCRIBE_URL });
		const memory = makeTagMemory();
		measureMail(mailFor(1), memory);
		const learned = memory.learnedCount();
		expect(measureMail(mailFor(2), memory)).toEqual(byParser(mailFor(2)));
		expect(memory.learnedCount()).toBe(learned);
		expect(isFast(mailFor(3).html, memory)).toBe(true);
	});

	it('mails that were broken on purpose, in any order → the memory changes no fact', () => {
		fc.assert(fc.property(fc.oneof(brokenMail, soup), (mail) => {
			const facts = byParser(mail);
			expect(measureMail(mail, warm)).toEqual(facts);
			expect(measureMail(mail, warm)).toEqual(facts);
		}), { numRuns: 1_500 });
	});

	it('the shortest comment in front of one for Outlook → its table is seen by both readers', () => {
		const mail = aHandmadeMail('', { html: '<!--><title>a</title><!--[if mso]><table><tr><td><![endif]-->' });
		expect(measureMail(mail, warm)).toEqual(byParser(mail));
		expect(byParser(mail).document.unclosedTags).toEqual(['table']);
	});

	it('elements inside of any others, each closed → the memory changes no fact', () => {
		const names = fc.constantFrom('p', 'div', 'table', 'tr', 'td', 'ul', 'li', 'span', 'a', 'b', 'h1', 's', 'font', 'center', 'title', 'dd', 'tbody', 'body', 'html', 'head', 'blockquote');
		const styles = fc.constantFrom('', ' style="display:none"', ' style="color:#fff"', ' bgcolor="#000000"', ' href="https://x.example/a"', ' class="x"', ' hidden');
		const { tree } = fc.letrec<{ tree: string }>((tie) => ({
			tree: fc.oneof({ maxDepth: 6, depthSize: 'small' }, fc.constantFrom('text', ' ', 'a &amp; b', '&nbsp;x', '<br>', '<img src="https://x.example/i.png" width="90">', '<!-- c -->', '<!--[if mso]><td><![endif]-->'),
				fc.tuple(names, styles, fc.array(tie('tree'), { maxLength: 3 })).map(([name, style, inner]) => `<${name}${style}>${inner.join('')}</${name}>`)),
		}));
		fc.assert(fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (trees) => {
			const mail = aHandmadeMail('', { html: trees.join('') });
			const facts = byParser(mail);
			expect(measureMail(mail, warm)).toEqual(facts);
			expect(measureMail(mail, warm)).toEqual(facts);
		}), { numRuns: 3_000 });
	});

	it('values of every kind where addresses and alt texts stand → the memory changes no fact', () => {
		const value = fc.oneof(fc.constantFrom('', '#', 'a.html', 'https://x.example/?a=1&amp;b=2', 'https://x.example/?a=1&b=2', 'javascript:alert(1)', 'java&#115;cript:x', ' JavaScript:x', 'data:text/html,x', 'mailto:a@b.example', 'a > b', 'a <b> b', '<s>', '&lt;s&gt;', '&nbsp;', '&amp', '&amp;amp;', '&#39;'), fc.string({ maxLength: 6, unit: fc.constantFrom('<', '>', '&', ';', '#', '\'', '=', 'a', ':', ' ', 'amp') }));
		fc.assert(fc.property(value, value, value, (href, alt, text) => {
			const mail = aHandmadeMail('', { html: `<p><a href="${href}" style="color:#111111">${text.replace(/[<>]/g, '')}</a><img src="${href}" alt="${alt}" title="${alt}" width="100"></p>` });
			const facts = byParser(mail);
			expect(measureMail(mail, warm)).toEqual(facts);
			expect(measureMail(mail, warm)).toEqual(facts);
		}), { numRuns: 3_000 });
	});

	it('attributes in any way of writing → the memory changes no fact', () => {
		const name = fc.constantFrom('href', 'src', 'alt', 'title', 'HREF', 'class', 'style', 'bgcolor', 'width', 'hidden', '\u00a0src', 'on', 'data-href');
		const value = fc.constantFrom('', 'x', 'https://x.example/', 'https://x.example/?a=1&amp;b=2', 'javascript:x', 'a &gt; b', 'a > b', 'a < b', '&nbsp;', '&amp', 'color:#fff', 'display:none', '#111111', '1');
		const attribute = fc.tuple(fc.constantFrom(' ', '\n', '  ', '', '/', '\u00a0'), name, fc.constantFrom('', '=', ' = ', '="', '=\''), value).map(([space, key, sign, text]) => {
			const quote = sign.endsWith('"') ? '"' : sign.endsWith('\'') ? '\'' : '';
			return sign === '' ? `${space}${key}` : `${space}${key}${sign}${text}${quote}`;
		});
		const tag = fc.tuple(fc.constantFrom('a', 'img', 'td', 'p', 'div', 'style', 'title', 'br'), fc.array(attribute, { maxLength: 4 }), fc.constantFrom('>', '/>', ' >')).map(([element, attributes, end]) => `<${element}${attributes.join('')}${end}`);
		fc.assert(fc.property(fc.array(fc.tuple(tag, fc.constantFrom('', 'text', 'a &amp; b', '</a>', '</p>', '</div>', '</td>')), { maxLength: 5 }), (pieces) => {
			const mail = aHandmadeMail('', { html: pieces.flat().join('') });
			const facts = byParser(mail);
			expect(measureMail(mail, warm)).toEqual(facts);
			expect(measureMail(mail, warm)).toEqual(facts);
		}), { numRuns: 3_000 });
	});

	describe('rows of products that are the same for every buyer', () => {
		interface Row { href: string; src: string; alt: string; title: string; text: string }
		const rowsOf = (): Row[] => Array.from({ length: 20 }, (_, index) => ({ href: `https://x.example/p/${100 + index}?a=1&amp;b=2`, src: `https://x.example/${100 + index}.png`, alt: `Lamp ${100 + index}`, title: `See ${100 + index}`, text: `Oak desk lamp ${100 + index}` }));
		const newsletter = (buyer: number, rows: readonly Row[]) => aHandmadeMail('', {
			html: `<p>Hello ${buyer}</p>${rows.map(({ href, src, alt, title, text }) => `<div><a href="${href}"><img src="${src}" alt="${alt}" title="${title}" width="90"></a><p><a href="${href}" title="${title}" style="font-weight:700">${text}</a><br>Solid oak and brass.</p></div>`).join('\n')}<p><a href="https://x.example/u?t=${buyer}">Unsubscribe</a></p>`,
		});
		const learnedFrom = (rows: readonly Row[], buyers = 5): TagMemory => {
			const memory = makeTagMemory();
			for (let buyer = 0; buyer < buyers; buyer += 1) measureMail(newsletter(buyer, rows), memory);
			return memory;
		};
		/** What is read by hand, not told by what was known. */
		const lookedAt = (mail: MailItem, memory: TagMemory): string[] => {
			const written: string[] = [];
			measureMail(mail, { ...memory, findSeen: (seen, text, read) => (written.push(text), memory.findSeen(seen, text, read)) });
			return written;
		};
		/** Of the same length as what they stand in for, where only the letters may tell. */
		const newValue = fc.oneof(
			fc.constantFrom('javascript:alert(1)', 'java&#115;cript:x', 'data:text/html,x', 'http://10.0.0.1/p', 'https://bit.ly/x', 'https://x.example/{{url}}', 'https://x.example/p/%7B%7Bid%7D%7D', '#', '', 'Click here', 'unsubscribe', 'x&nbsp;y'),
			fc.integer({ min: 100, max: 130 }).chain((number) => fc.constantFrom(`https://x.example/p/${number}?a=1&amp;b=2`, `https://y.example/p/${number}?a=1&amp;b=2`, `https://x.example/${number}.png`, `Lamp ${number}`, `Limp ${number}`, `See ${number}`, `Oak desk lamp ${number}`, `Oak desk lump ${number}`)),
		);
		const change = fc.record({ at: fc.integer({ min: 0, max: 19 }), part: fc.constantFrom('href', 'src', 'alt', 'title', 'text'), value: newValue });
		const changed = (rows: readonly Row[], changes: ReadonlyArray<{ at: number; part: string; value: string }>): Row[] => changes.reduce<Row[]>((all, { at, part, value: to }) => all.map((row, index) => (index === at ? { ...row, [part]: to } : row)), [...rows]);

		it('one value that is another in a later mail → the facts of that mail, then of the next one without it', () => {
			const memory = learnedFrom(rowsOf(), 50);
			fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), fc.integer({ min: 10, max: 99 }), (changes, buyer) => {
				const rows = changed(rowsOf(), changes);
				for (const mail of [newsletter(buyer, rows), newsletter(buyer + 1, rows), newsletter(buyer, rowsOf())]) expect(measureMail(mail, memory)).toEqual(byParser(mail));
			}), { numRuns: 200 });
		});

		it.each([
			['href', 'javascript:alert(1)', 'active-content'], ['src', 'javascript:alert(1)', 'active-content'], ['href', 'http://10.0.0.1/p', 'link-targets'], ['href', 'https://bit.ly/x', 'link-targets'],
			['href', 'https://x.example/%7B%7Bid%7D%7D', 'placeholders'], ['text', 'www.other-shop.com', 'link-targets'], ['text', '{{name}}', 'placeholders'], ['text', 'Click here', 'link-texts'], ['href', '#', 'link-texts'],
		])('%s of one of 20 links is %s in the sixth mail → %s in that mail and in no other', (part, to, rule) => {
			const found = (buyer: number, rows: readonly Row[]) => checkMail({ mail: newsletter(buyer, rows), brand, unsubscribeUrl: `https://x.example/u?t=${buyer}` }, 0).findings.map((finding) => finding.rule);
			for (let buyer = 0; buyer < 5; buyer += 1) expect(found(buyer, rowsOf())).not.toContain(rule);
			const hostile = changed(rowsOf(), [{ at: 13, part, value: to }]);
			expect(found(5, hostile)).toContain(rule);
			expect(found(6, hostile)).toContain(rule);
			expect(found(7, rowsOf())).not.toContain(rule);
		});

		it('what does not change is told without being read: nothing is looked at but the buyer\'s own', () => {
			expect(lookedAt(newsletter(99, rowsOf()), learnedFrom(rowsOf(), 50))).toEqual(['Hello 99', '<a href="https://x.example/u?t=99">']);
		});

		it('two hundred campaigns of other products → the memory still learns the next one', () => {
			const memory = makeTagMemory();
			for (let campaign = 0; campaign < 200; campaign += 1) {
				const rows = rowsOf().map((row, index) => ({ ...row, text: `${campaign} ${index} `.padEnd(900, 'word ') }));
				for (let buyer = 0; buyer < 3; buyer += 1) measureMail(newsletter(buyer, rows), memory);
			}
			for (let buyer = 0; buyer < 50; buyer += 1) measureMail(newsletter(buyer, rowsOf()), memory);
			expect(measureMail(newsletter(99, rowsOf()), memory)).toEqual(byParser(newsletter(99, rowsOf())));
			expect(lookedAt(newsletter(99, rowsOf()), memory)).toEqual(['Hello 99', '<a href="https://x.example/u?t=99">']);
		});
	});

	it('20,000 tags that never come back → the memory stays bounded, and others learn again', () => {
		const memory = makeTagMemory();
		for (let mail = 0; mail < 100; mail += 1) {
			const html = Array.from({ length: 200 }, (_, index) => `<p class="m${mail}-${index}">x</p>`).join('');
			measureMail(aHandmadeMail('', { html }), memory);
		}
		expect(memory.page().inside.size).toBeLessThanOrEqual(8_000);
		const [mail] = LIBRARY;
		expect(mail && measureMail(mail, memory)).toEqual(mail && byParser(mail));
	});

	it('one mail with 5,000 new tags → it learns a few of them and leaves the rest to the parser', () => {
		const memory = makeTagMemory();
		const mail = aHandmadeMail('', { html: Array.from({ length: 5_000 }, (_, index) => `<p class="c${index}">x</p>`).join('') });
		expect(measureMail(mail, memory)).toEqual(byParser(mail));
		expect(memory.learnedCount()).toBeLessThanOrEqual(250);
	});

	it.each([
		['nested deeper than any mail', '<div>'.repeat(20_000), /nested/],
		['ever more end tags that end nothing', '<b>'.repeat(20_000) + '</i>'.repeat(20_000), /nested/],
		['more hiding rules than can be asked', `<style>${Array.from({ length: 2_000 }, (_, index) => `a~b:nth-child(${index}){display:none}`).join('')}</style>${'<b></b>'.repeat(2_000)}`, /hide/],
	])('%s → said among the active content', (_name, html, expected) => {
		expect(byParser(aHandmadeMail('', { html })).activeContent.at(-1)).toMatch(expected);
	});

	it('a megabyte of subject, text and HTML → the beginning is measured', () => {
		const long = 'ﷺ word '.repeat(200_000);
		const facts = byParser(aHandmadeMail('', { html: `<p>${long}</p>`, subject: long, text: long }));
		expect([facts.subject.length, facts.text.length, facts.whole.visible.length].every((length) => length <= 150_000)).toBe(true);
		expect(Buffer.byteLength(facts.source.html)).toBe(Buffer.byteLength(long) + 7);
	});

	it('the process counts what it learned', () => {
		const [mail] = LIBRARY;
		if (mail) measureMail(mail);
		expect(learnedTagCount()).toBeGreaterThan(0);
	});
});
