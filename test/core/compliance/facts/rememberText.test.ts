import { rememberText } from '../../../../core/compliance/facts/rememberText';

function counted() {
	const asked: string[] = [];
	const find = rememberText((text, language) => {
		asked.push(`${language}:${text}`);
		return /\d+/.exec(text)?.[0];
	});
	return { asked, find };
}

describe('rememberText', () => {
	test('the same text again and again → searched once, always the same answer', () => {
		const { asked, find } = counted();
		expect(Array.from({ length: 20 }, () => find('Save 20 %', 'en'))).toEqual(Array.from({ length: 20 }, () => '20'));
		expect(asked).toHaveLength(1);
	});

	test('nothing found is an answer too → kept as well', () => {
		const { asked, find } = counted();
		expect(Array.from({ length: 20 }, () => find('no number'))).toEqual(Array.from({ length: 20 }, () => undefined));
		expect(asked).toHaveLength(1);
	});

	test('the same text in two languages → searched for each', () => {
		const { asked, find } = counted();
		for (let round = 0; round < 10; round += 1) for (const language of ['en', 'tr']) find('20 %', language);
		expect(asked.at(-1)).toBe('tr:20 %');
		expect(asked.filter((text) => text === 'en:20 %').length).toBeGreaterThan(0);
		expect(asked.length).toBeLessThan(10);
	});

	test('100 constant texts among 50,000 that never come back → the constant ones are searched a few times only', () => {
		const { asked, find } = counted();
		for (let mail = 0; mail < 500; mail += 1) {
			for (let block = 0; block < 100; block += 1) find(`constant ${block}`, 'en');
			for (let block = 0; block < 100; block += 1) find(`buyer ${mail} ${block}`, 'en');
		}
		expect(asked.filter((text) => text.startsWith('en:constant')).length).toBeLessThan(1_500);
	});

	test('a text of 2,000 characters → answered, never kept', () => {
		const { asked, find } = counted();
		const long = `7 ${'x'.repeat(2_000)}`;
		expect([find(long), find(long), find(long)]).toEqual(['7', '7', '7']);
		expect(asked).toHaveLength(3);
	});

	test('lone surrogates and NUL → the finder reads the same text', () => {
		const { asked, find } = counted();
		const text = `\ud800 5 \u0000 and more than thirteen`;
		expect(find(text, 'de')).toBe('5');
		for (let time = 0; time < 10; time += 1) expect(find(text, 'de')).toBe('5');
		expect([...new Set(asked)]).toEqual([`de:${text}`]);
	});
});
