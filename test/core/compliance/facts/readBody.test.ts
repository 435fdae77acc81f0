import { measureMail } from '../../../../core/compliance/facts/measureMail';
import { aHandmadeMail } from '../../../support/mails';

const read = (body: string) => {
	const { blocks, whole, links } = measureMail(aHandmadeMail('', { html: `<html><body>${body}</body></html>` }));
	return { blocks: blocks.map(({ text }) => text), passages: whole.passages.map(({ text }) => text), links: links.map(({ text }) => text) };
};

describe('space between elements', () => {
	it.each([
		['parts the words of a text', '<p><b>one</b> <i>two</i>\n<u>three</u></p>', { blocks: ['one two three'], passages: ['one two three'], links: [] }],
		['parts the words of a link', '<p><a href="https://x.example/"> <b>one</b> <i>two</i></a></p>', { blocks: ['one two'], passages: ['one two'], links: ['one two'] }],
		['is none where nobody sees it', '<p>un<span style="display: none;"> </span>broken</p>', { blocks: ['un broken'], passages: ['unbroken'], links: [] }],
		['is nothing before and behind a text', '<div>\n<p> <b>one</b> </p>\n</div>', { blocks: ['one'], passages: ['one'], links: [] }],
	])('%s', (_what, body, facts) => {
		expect(read(body)).toEqual(facts);
	});
});
