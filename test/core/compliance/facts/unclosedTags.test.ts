import { findUnclosedTags } from '../../../../core/compliance/facts/unclosedTags';

describe('findUnclosedTags', () => {
	it.each([
		['everything closed', '<div><p>a<span>b</span></div>', []],
		['one left open', '<div><table><tr><td>a</div>', ['table']],
		['in a comment', '<div></div><!-- <div> -->', []],
		['in a conditional comment, which Outlook reads', '<div></div><!--[if mso]><table><![endif]-->', ['table']],
		['behind the shortest comments, which end where they begin', '<!--><div><!---><b>', ['div', 'b']],
		['behind a comment without end: lost to every reader', '<div></div><!-- <table> <b>', []],
		['before a comment without end', '<div><!-- </div>', ['div']],
	])('%s', (_name, html, expected) => {
		expect(findUnclosedTags(html)).toEqual(expected);
	});

	it.each(['', 'a', 'ab', 'abc', 'abcd'])('a comment without end behind %j → an answer', (before) => {
		expect(findUnclosedTags(`${before}<!--`)).toEqual([]);
		expect(findUnclosedTags(`${before}<!--><!--`)).toEqual([]);
	});
});
