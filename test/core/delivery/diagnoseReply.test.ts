import fc from 'fast-check';
import { diagnoseReply } from '../../../core/delivery/diagnoseReply';
import { PUBLIC_REPLIES } from '../../support/publicReplies';

it('a bounce mail\'s line → code, cause, provider, evidence, next step with the provider\'s own page', () => {
	const found = diagnoseReply('Diagnostic-Code: smtp; 550-5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. (in reply to end of DATA command)', 'en');
	expect(found).toMatchObject({
		about: 'reply', code: '401', cause: 'sending-domain-not-verified', summary: 'The mail server of the recipient doubts the sending domain.',
		nextStep: expect.stringMatching(/SPF, DKIM and DMARC.*Gmail explains: https:\/\/support\.google\.com/),
		reply: { smtpCode: '550', enhancedCode: '5.7.26', provider: 'Gmail', concerns: 'domain', isQuarantining: false, decidedBy: 'enhanced', retryAfterMinutes: null },
	});
	expect(found.evidence).toEqual([
		'Code 550, enhanced code 5.7.26: refused for good.', 'The enhanced code decided.', 'By its words it is of Gmail.', 'It concerns everybody at this provider: sending there is slowed down.', 'The address does not rest for it.',
	]);
});

it('the same in Chinese', () => {
	expect(diagnoseReply('550 5.1.1 <ana@correo.example>: user unknown', 'zh')).toMatchObject({
		code: '550', cause: 'mailbox-does-not-exist', summary: '邮箱不存在；该地址暂停 30 天。', evidence: expect.arrayContaining(['该地址会暂停 30 天。', '仅涉及该收件人。']),
		reply: { text: '550 5.1.1 <<address>>: user unknown', isQuarantining: true },
	});
});

it.each([
	['451 4.7.1 Greylisted, please try again in 300 seconds', { cause: 'greylisted', reply: { retryAfterMinutes: 5, concerns: 'recipient' } }],
	['said: 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred (in reply to MAIL FROM command)', { cause: 'sending-too-fast', reply: { smtpCode: '421', provider: 'Yahoo / AOL', concerns: 'domain', decidedBy: 'mark' } }],
	['Status: 5.2.2', { cause: 'mailbox-full', reply: { smtpCode: '550', enhancedCode: '5.2.2' } }],
	['user unknown', { cause: 'mailbox-does-not-exist', reply: { smtpCode: null, isQuarantining: false } }],
	['hello', { cause: 'refused', code: '554', reply: { smtpCode: null, decidedBy: 'nothing' } }],
	['IP 10.550.1.1 x', { reply: { smtpCode: null } }],
])('%s', (text, expected) => {
	expect(diagnoseReply(text, 'en')).toMatchObject(expected);
});

it('says of each public reply what sending would do with it', () => {
	for (const { reply, cause, stage } of PUBLIC_REPLIES.filter((row) => row.stage === 'recipient')) expect([reply, stage, diagnoseReply(`host mx.example said: ${reply}`, 'en').cause]).toEqual([reply, stage, cause]);
});

it('takes any text and hands no address out', () => {
	fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom('en' as const, 'zh' as const), (text, language) => {
		const found = diagnoseReply(`${text} ana@correo.example 550 ${text}`, language);
		expect(JSON.stringify(found)).not.toMatch(/@|correo/);
		expect(found.evidence.length).toBeGreaterThan(2);
	}), { numRuns: 500 });
});
