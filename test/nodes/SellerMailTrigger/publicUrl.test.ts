import { ownPortUrl, publicUrl } from '../../../nodes/SellerMailTrigger/publicUrl';

const WEBHOOK = 'https://n8n.internal:5678/webhook/7f3a/m';

it.each([
	['', WEBHOOK], ['  ', WEBHOOK], ['https://mail.shop.example', 'https://mail.shop.example/webhook/7f3a/m'], ['https://shop.example/n8n/', 'https://shop.example/n8n/webhook/7f3a/m'],
	['http://192.0.2.1:8080', 'http://192.0.2.1:8080/webhook/7f3a/m'],
])('n8n’s webhook with public address %p → %s', (given, expected) => {
	expect(publicUrl(WEBHOOK, given)).toBe(expected);
});

it.each([['https://mail.shop.example', 'https://mail.shop.example/m'], [' https://shop.example/links// ', 'https://shop.example/links/m'], ['https://shop.example/?a=1#b', 'https://shop.example/m']])('own port with public address %p → %s', (given, expected) => {
	expect(ownPortUrl(given)).toBe(expected);
});

it.each(['', 'mail.shop.example', 'ftp://shop.example', 'javascript:alert(1)', 'https://shop.example/a"b'.replace('"', "'")])('%p → refused, naming the field', (given) => {
	expect(() => ownPortUrl(given)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', context: { field: 'publicAddress' } }));
});
