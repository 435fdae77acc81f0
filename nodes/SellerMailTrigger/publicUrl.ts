import { SellerMailError } from '../../core/shared/errors';

/** n8n's address of the webhook with scheme and host that buyers use. @throws SellerMailError INPUT_INVALID */
export function publicUrl(webhookUrl: string, publicAddress: string): string {
	if (!publicAddress.trim()) return webhookUrl;
	const given = URL.parse(publicAddress.trim());
	if (!given || !/^https?:$/.test(given.protocol)) {
		throw new SellerMailError('INPUT_INVALID', { message: '“Public Address” is not an address.', nextStep: 'Enter scheme and host, e.g. https://mail.example.com.', context: { field: 'publicAddress' } });
	}
	const path = new URL(webhookUrl).pathname;
	return `${given.origin}${given.pathname.replace(/\/$/, '')}${path}`;
}
