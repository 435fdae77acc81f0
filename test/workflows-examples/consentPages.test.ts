import { readExample } from '../support/exampleWorkflow';

const { nodes } = readExample('consent-and-unsubscribe-pages.json');
const find = (name: string) => nodes.find((node) => node.name === name);

describe('the consent and unsubscribe pages example', () => {
	it('asks with both credentials and starts on everything that buyers do', () => {
		expect(find('Request Double Opt-In')).toMatchObject({ type: 'n8n-nodes-seller-mail.sellerMailRecords', credentials: { sellerMailStoreApi: { id: 'sellerMailStore' }, sellerMailSenderApi: { id: 'sellerMailSender' } } });
		expect(find('Seller Mail Trigger')?.parameters.startOn).toEqual(['unsubscribed', 'consentConfirmed', 'preferenceChanged']);
	});
});
