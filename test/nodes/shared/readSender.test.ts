import { toSenderProfile } from '../../../nodes/shared/readSender';
import { DKIM_PRIVATE_KEY } from '../../support/builders';
import { credentialsFor } from '../../support/nodeCredentials';

const credential = { ...credentialsFor('x', 25).sellerMailSenderApi } as Record<string, string | number>;

it.each([
	['as it is', DKIM_PRIVATE_KEY],
	['with spaces for line breaks', DKIM_PRIVATE_KEY.replace(/\n/g, ' ')],
	['with \\n for line breaks', DKIM_PRIVATE_KEY.replace(/\n/g, '\\n')],
	['with Windows line ends', DKIM_PRIVATE_KEY.replace(/\n/g, '\r\n')],
])('a DKIM key pasted %s → the same key', (_name, pasted) => {
	expect(toSenderProfile({ ...credential, dkimPrivateKey: pasted }).dkim?.privateKey).toBe(DKIM_PRIVATE_KEY);
});

it.each([
	['fromAddress', 'not an address', 'From Address'], ['phone', '', 'Customer Service Phone'], ['host', ' ', 'SMTP Host'],
	['dkimSelector', '', 'DKIM Selector'], ['dkimPrivateKey', 'abc', 'DKIM Private Key'], ['bounceAddress', 'x@', 'Bounce Address'],
])('%s = "%s" → the error names the field "%s"', (field, value, label) => {
	expect(() => toSenderProfile({ ...credential, [field]: value })).toThrow(expect.objectContaining({ code: 'SENDER_PROFILE_INCOMPLETE', message: expect.stringContaining(label) }));
});

it('no DKIM fields at all → no signing here', () => {
	expect(toSenderProfile({ ...credential, dkimDomain: '', dkimSelector: '', dkimPrivateKey: '' }).dkim).toBeUndefined();
});
it('rates: what is empty or 0 limits nothing; the first day of a warm-up is a date', () => {
	const withRates = (rates: Record<string, unknown>) => toSenderProfile({ ...credential, rates } as never).throttle;
	expect(toSenderProfile(credential).throttle).toBeUndefined();
	expect(withRates({ perSecond: 20, perDay: 0, domainConnections: '2', warmUpFrom: '2026-11-20T00:00:00Z' })).toEqual({ perSecond: 20, domainConnections: 2, warmUpFrom: Date.UTC(2026, 10, 20) });
	expect(() => withRates({ warmUpFrom: 'soon' })).toThrow(expect.objectContaining({ message: expect.stringContaining('Warm-Up From') }));
});
