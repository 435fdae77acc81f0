import type { Envelope } from '../../../../core/compliance/rule';
import { aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'authentication';
const travel = (address: string, dkimDomain?: string, bounceAddress?: string): { envelope: Envelope } => ({ envelope: { from: { name: 'Lumen Home', address }, dkimDomain, bounceAddress, headers: {}, signedHeaders: [] } });

describe(RULE, () => {
	it.each([
		['all of one domain', 'n@mail.lumen.example', 'mail.lumen.example', 'b@mail.lumen.example', 'pass'],
		['sub-domains of one organisation', 'n@news.lumen.example', 'lumen.example', 'b@bounce.lumen.example', 'pass'],
		['under co.uk', 'n@mail.lumen.co.uk', 'lumen.co.uk', 'b@b.lumen.co.uk', 'pass'],
		['two shops under co.uk', 'n@lumen.co.uk', 'other.co.uk', 'b@lumen.co.uk', 'violation'],
		['two shops of one host', 'n@lumen.myshopify.com', 'other.myshopify.com', 'b@lumen.myshopify.com', 'violation'],
		['signed by the mail service', 'n@lumen.example', 'esp.example', 'b@lumen.example', 'violation'],
		['capitals', 'n@Lumen.Example', 'LUMEN.example', 'b@LUMEN.EXAMPLE', 'pass'],
		['bounces to the mail service', 'n@lumen.example', 'lumen.example', 'b@esp.example', 'needsReview'],
		['not signed here', 'n@lumen.example', undefined, undefined, 'needsReview'],
		['no bounce address: the From address', 'n@lumen.example', 'lumen.example', undefined, 'pass'],
		['from a mailbox at Gmail', 'lumen.home@gmail.com', 'gmail.com', undefined, 'violation'],
		['from a mailbox at Orange', 'lumen@orange.fr', undefined, undefined, 'violation'],
		['from a mailbox at QQ', '10001@qq.com', undefined, undefined, 'violation'],
	])('%s → %s', (_name, address, dkimDomain, bounceAddress, outcome) => {
		expect(outcomeOf(RULE, aHandmadeMail(''), travel(address, dkimDomain, bounceAddress))).toBe(outcome);
	});
});
