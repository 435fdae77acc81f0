import { DKIM_PRIVATE_KEY } from './builders';

/** The two credentials as n8n hands them to a node. */
export function credentialsFor(storeFile: string, smtpPort: number): Record<string, Record<string, unknown>> {
	return {
		sellerMailStoreApi: { kind: 'sqlite', file: storeFile },
		sellerMailSenderApi: {
			host: '127.0.0.1', port: smtpPort, security: 'none', user: '', password: '', maxConnections: 3,
			fromName: 'Lumen Home', fromAddress: 'news@mail.lumen-home.example', replyTo: '', bounceAddress: '',
			dkimDomain: 'mail.lumen-home.example', dkimSelector: 's1', dkimPrivateKey: DKIM_PRIVATE_KEY.replace(/\n/g, ' '),
			company: 'Lumen Home Co., Ltd.', postalAddress: '88 Wensan Road, Hangzhou 310012, China', licenceAddress: '88 Wensan Road, Hangzhou 310012, China', phone: '+86 571 5555 0100',
			contactEmail: 'service@lumen-home.example', registrationNumber: '91330106MA2KX7Y40B', vatNumber: 'none', legalRepresentative: 'Wang Fang',
			logoUrl: '', colour: '#0b5fff', websiteUrl: '',
		},
	};
}

/** A resource locator's value as the editor saves it. */
export function locator(value: string, mode = 'id'): Record<string, unknown> {
	return { __rl: true, mode, value };
}
