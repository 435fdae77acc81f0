import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MAIL_RULES } from '../../../../core/compliance/rules/registry';

/** Contract of the registry: each file is in it, each rule has its test and says what it wants in both languages. */
const files = readdirSync(join(__dirname, '../../../../core/compliance/rules')).filter((file) => file.endsWith('.rule.ts')).map((file) => file.replace('.rule.ts', ''));

describe('the registry of mail rules', () => {
	it('holds every rule file once', () => {
		expect(MAIL_RULES.map((rule) => rule.id).sort()).toEqual(files.sort());
	});
});

describe.each(MAIL_RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
	it('has a test that mirrors it', () => {
		expect(existsSync(join(__dirname, `${id}.rule.test.ts`))).toBe(true);
	});

	it('says in English and Chinese what is wrong and what to do, and where it is from', () => {
		for (const { en, zh } of [rule.title, rule.fix, ...Object.values(rule.messages)]) {
			expect(en).toMatch(/^[A-Z].*[^ ]$/);
			expect(zh).toMatch(/\p{Script=Han}/u);
		}
		expect(Object.keys(rule.messages).length).toBeGreaterThan(0);
		expect(rule.source).toMatch(/\d{4}-\d{2}-\d{2}/);
		if (rule.kind === 'legal') expect(rule.severity).toBe('violation');
	});
});
