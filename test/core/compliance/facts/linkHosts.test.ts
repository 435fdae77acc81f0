import { readLinkHost } from '../../../../core/compliance/facts/linkHosts';

describe('readLinkHost', () => {
	it.each([
		['https://www.Shop.co.uk/a?b', 'www.shop.co.uk', 'shop.co.uk'],
		['https://user:pw@shop.com:8443/', 'shop.com', 'shop.com'],
		['https://myshop.github.io/', 'myshop.github.io', 'github.io'],
		['https:\\\\evil.com\\a', 'evil.com', 'evil.com'],
		['https://localhost/', 'localhost', 'localhost'],
	])('%s → %s of %s', (href, host, domain) => expect(readLinkHost(href)).toMatchObject({ host, domain }));

	it.each(['mailto:a@shop.com', 'tel:+49', '#top', '', 'shop.com', 'javascript:go()'])('%j → no host', (href) => expect(readLinkHost(href).host).toBe(''));

	it.each([
		['https://bit.ly/x', 'isShortener'], ['https://203.0.113.1/', 'isIp'], ['https://0xCB007107/', 'isIp'], ['https://[2001:db8::1]/', 'isIp'],
		['https://pаypal.com/', 'isLookAlike'], ['https://аррӏе.com/', 'isLookAlike'], ['https://www.amazon.de/', 'isMarketplace'], ['https://shop.example/', 'isReserved'],
	] as const)('%s → %s', (href, trait) => expect(readLinkHost(href)[trait]).toBe(true));

	it.each([
		['https://fourbit.ly/', 'isShortener'], ['https://amazon.evil.com/', 'isMarketplace'], ['https://кошка.рф/', 'isLookAlike'], ['https://example.shop.com/', 'isReserved'],
	] as const)('%s → not %s', (href, trait) => expect(readLinkHost(href)[trait]).toBe(false));
});
