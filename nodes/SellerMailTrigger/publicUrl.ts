import { SellerMailError } from '../../core/shared/errors';

/** n8n's address of the webhook with scheme and host that buyers use. @throws SellerMailError INPUT_INVALID */
export function publicUrl(webhookUrl: string, publicAddress: string): string {
	if (!publicAddress.trim()) return webhookUrl;
	return `${readBase(publicAddress)}${new URL(webhookUrl).pathname}`;
}

/** The address of the pages on their own port, behind the shop's proxy. @throws SellerMailError INPUT_INVALID */
export function ownPortUrl(publicAddress: string): string {
	return `${readBase(publicAddress)}/m`;
}

/** Only what every mail program leaves alone in a link. */
function readBase(publicAddress: string): string {
	const given = URL.parse(publicAddress.trim());
	const base = given ? `${given.origin}${given.pathname.replace(/\/+$/, '')}` : '';
	if (given && /^https?:$/.test(given.protocol) && /^[A-Za-z0-9:/._~%-]+$/.test(base)) return base;
	throw new SellerMailError('INPUT_INVALID', {
		message: publicAddress.trim() ? '“Public Address” is not an address.' : '“Public Address” is empty.',
		nextStep: 'Enter scheme and host by which buyers reach the pages, e.g. https://mail.example.com.', context: { field: 'publicAddress' },
	});
}
