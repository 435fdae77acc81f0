import { checkMail } from '../../../core/compliance/checkMail';
import { MAIL_RULES } from '../../../core/compliance/rules/registry';
import { SWITCHABLE_RULES, parseSwitchedOff, shareSwitches } from '../../../core/compliance/switchedOff';
import { NOW, UNSUBSCRIBE_URL, aBrand, aRecipient } from '../../support/mails';
import { aWellMadeMail } from '../../support/wellMadeMail';

const bare = aWellMadeMail({ subject: 'A word from us', preheader: 'We have moved into a house with more windows.' });
const check = (switchedOff?: string[], mail = bare) => checkMail({ mail, brand: aBrand(), unsubscribeUrl: UNSUBSCRIBE_URL, recipient: aRecipient({ country: 'US', language: 'en' }), switchedOff }, NOW);
const rulesOf = (result: ReturnType<typeof check>): string[] => result.findings.map(({ rule }) => rule);

describe('rules switched off', () => {
	it('the law\'s rules are never among those that may be', () => {
		expect(SWITCHABLE_RULES.length).toBeGreaterThan(0);
		expect(SWITCHABLE_RULES.filter(({ kind }) => kind === 'legal')).toEqual([]);
	});

	it('a rule that is off finds nothing and does not count', () => {
		expect(rulesOf(check())).toContain('value-in-first-50');
		const result = check(['value-in-first-50']);
		expect(rulesOf(result)).not.toContain('value-in-first-50');
		expect(result.outcome).toBe('pass');
	});

	it.each(MAIL_RULES.filter(({ isSwitchable }) => !isSwitchable).map(({ id }) => id))('%s in the list → still checked, and the parser refuses it', (id) => {
		const naked = { ...bare, subject: 'RE: {{name}}', html: '<form></form><p>{{x}}</p>', text: 'x' };
		expect(rulesOf(check([id], naked))).toEqual(rulesOf(check([], naked)));
		expect(() => parseSwitchedOff([id])).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringMatching(new RegExp(`\`${id}\` can not be switched off; .{20}`)) }) as Error);
	});

	it.each(['image_share', '', 'AMZ-PHONE', '__proto__', 'x'.repeat(5_000)])('a name that is no rule (%.20s) → refused, with those that may be', (name) => {
		expect(() => parseSwitchedOff([name])).toThrow(expect.objectContaining({ message: expect.stringContaining('there is no such rule'), nextStep: expect.stringContaining('image-share') }) as Error);
	});

	it('each rule once', () => expect(parseSwitchedOff(['image-share', 'image-share'])).toEqual(['image-share']));
});

describe('what several checks agree on', () => {
	it.each([
		['all the same', [['image-share'], ['image-share']], ['image-share'], [], []],
		['one of them without', [['image-share'], []], [], ['image-share'], []],
		['a legal rule', [['footer-phone', 'image-share'], ['image-share']], ['image-share'], [], ['footer-phone']],
		['a rule of another version', [['no-more']], [], [], ['no-more']],
		['nothing', [[]], [], [], []],
		['no check at all', [], [], [], []],
	])('%s', (_name, sets, switchedOff, disputed, ignored) => {
		expect(shareSwitches(sets)).toEqual({ switchedOff, disputed, ignored });
	});
});
