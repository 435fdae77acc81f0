import type { SenderProfile } from '../shop/senderProfile';
import type { Envelope } from './rule';

/** What is known of how a sender's mails travel before one is made: no header, and so nothing under the signature. */
export function toEnvelope({ from, bounceAddress, dkim }: Pick<SenderProfile, 'from' | 'bounceAddress' | 'dkim'>, added: Pick<Envelope, 'headers' | 'signedHeaders'> = { headers: {}, signedHeaders: [] }): Envelope {
	return { from, bounceAddress: bounceAddress ?? from.address, ...(dkim ? { dkimDomain: dkim.domain } : {}), ...added };
}
