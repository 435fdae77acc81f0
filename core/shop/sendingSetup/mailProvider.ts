import data from '../../data/mailProviders.json';

/** A service that takes mail by SMTP and delivers it from addresses of its own. */
export interface MailProvider {
	name: string;
	/** what an SPF record includes to let it send; any of them, the first is proposed */
	spf: readonly string[];
}

const PROVIDERS = data.providers.map(({ name, hosts, spf }) => ({ name, spf, hosts: hosts.map(toPattern) }));

/** Whose server that is, by its name. Source: core/data/mailProviders.json. */
export function findMailProvider(host: string): MailProvider | undefined {
	const wanted = host.toLowerCase().replace(/\.$/, '');
	return PROVIDERS.find(({ hosts }) => hosts.some((pattern) => pattern.test(wanted)));
}

/** `email-smtp.*.amazonaws.com`: the star stands for one or more labels. */
function toPattern(host: string): RegExp {
	return new RegExp(`^${host.replace(/\./g, '\\.').replace(/\*/g, '[a-z0-9.-]+')}$`);
}
