import { aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'link-targets';

const link = (href: string, text = 'See it') => aWellMadeMail({ bottom: `<p><a href="${href}">${text}</a></p>` });

describe(RULE, () => {
	it.each([
		['https and words', 'pass', link('https://lumen-home.example/lamps')],
		['telephone and mail', 'pass', link('tel:+8657155550100')],
		['place in the mail', 'pass', link('#top')],
		['its own address as text', 'pass', link('https://www.lumen-home.com/lamps', 'lumen-home.com/lamps')],
		['a sub-domain of the same', 'pass', link('https://click.lumen-home.co.uk/x', 'https://shop.lumen-home.co.uk')],
		['a file name is no address', 'pass', link('https://lumen-home.example/care.html', 'care.html')],
		['an abbreviation is none', 'pass', link('https://lumen-home.example/', 'Dr.Oetker')],
		['text shows a bank, leads elsewhere', 'violation: otherAddress', link('https://lumen-home.com/x', 'https://www.paypal.com/login')],
		['bare name of another', 'violation: otherAddress', link('https://lumen-home.com/x', 'paypal.com')],
		['another under the same suffix', 'violation: otherAddress', link('https://evil.co.uk/', 'shop.co.uk')],
		['user name that looks like the host', 'violation: otherAddress', link('https://paypal.com@evil.test/', 'paypal.com')],
		['not encrypted', 'violation: http', link('http://lumen-home.example/lamps')],
		['n8n on the own machine, tried out', 'pass', link('http://localhost:5678/webhook/7f3a/m?t=x')],
		['the same by number', 'pass', link('http://127.0.0.1:5678/m')],
		['a host that only begins so', 'violation: http', link('http://localhost.evil.test/')],
		['shortener', 'violation: shortener', link('https://bit.ly/3xYz')],
		['shortener in capitals', 'violation: shortener', link('HTTPS://BIT.LY/3xYz')],
		['IP address', 'violation: ipAddress', link('https://203.0.113.7/lamps')],
		['IP address as a number', 'violation: ipAddress', link('https://3405803783/')],
		['IPv6', 'violation: ipAddress', link('https://[2001:db8::1]/')],
		['Cyrillic а in paypal', 'violation: lookAlike', link('https://pаypal.com/')],
		['the same in ASCII', 'violation: lookAlike', link('https://xn--pypal-4ve.com/')],
		['apple wholly in Cyrillic', 'violation: lookAlike', link('https://аррӏе.com/')],
		['an honest name in another script', 'pass', link('https://кошка.рф/')],
		['umlauts', 'pass', link('https://müller.de/')],
		['an address that can not be read', 'pass', link('https://%%%/')],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
