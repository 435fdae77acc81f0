import { HOUR_MS } from '../../shared/clock';
import type { DnsFailure } from './dnsAnswer';
import type { CheckNote, CheckReason, DnsRecord, RecordCheck, RecordKind } from './recordCheck';

export type StaffLanguage = 'en' | 'zh';

/** How times are said to staff, and what time it is; without it times are left out. */
export interface Said {
	language: StaffLanguage;
	now: number;
	sayAt: (at: number) => string;
}

export interface CheckText {
	message: string;
	nextStep: string;
}

/** DNS needs no longer than this to show a record everywhere. */
const DNS_DELAY_MS = 48 * HOUR_MS;

type Words = Readonly<Record<StaffLanguage, (check: RecordCheck) => string>>;
const words = (en: string, zh: string): Words => ({
	en: ({ detail, host }) => fill(en, detail, host),
	zh: ({ detail, host }) => fill(zh, detail, host),
});

function fill(text: string, detail = '', host = ''): string {
	return text.replace('{detail}', () => detail).replace('{host}', () => host);
}

const NAMES: Readonly<Record<RecordKind, string>> = { spf: 'SPF', dkim: 'DKIM', dmarc: 'DMARC' };

const REASONS: Readonly<Record<CheckReason, Words>> = {
	found: words('is right', '正确'),
	missing: words('is not visible yet: there is no such record at {host}', '尚不可见：{host} 处没有该记录'),
	aliasWithoutRecord: words('is not visible yet: {host} points to {detail}, and there is no key there', '尚不可见：{host} 指向 {detail}，而那里没有密钥'),
	dnsUnreachable: words('can not be looked up now: DNS gave no answer about {host}', '暂时无法查询：DNS 没有给出 {host} 的答复'),
	several: words('is wrong: there are {detail} records at {host}, and only one may be there', '不正确：{host} 处有 {detail} 条记录，只能有一条'),
	invalid: words('is wrong: the record at {host} can not be read{detail}', '不正确：{host} 处的记录无法解析{detail}'),
	includeMissing: words('is wrong: it refers to {detail}, where there is no sound SPF record, and that makes all of it void', '不正确：它引用了 {detail}，而那里没有有效的 SPF 记录，导致整条记录失效'),
	loop: words('is wrong: it refers to itself over {detail}', '不正确：它经由 {detail} 引用了自身'),
	tooManyLookups: words('is wrong: receivers look up 10 names at most, and it needs more', '不正确：收件方最多查询 10 个名称，而它需要更多'),
	tooManyVoidLookups: words('is wrong: more than two of the names in it do not exist', '不正确：其中有两个以上的名称不存在'),
	tooManyMailHosts: words('is wrong: {detail} names more than 10 hosts', '不正确：{detail} 包含超过 10 个主机'),
	allowsEverybody: words('is wrong: it lets everybody send in your name', '不正确：它允许任何人以您的名义发信'),
	allowsNobody: words('is wrong: it lets nobody send', '不正确：它不允许任何服务器发信'),
	serverMissing: words('is wrong: it does not let {detail} send, whose server takes your mail', '不正确：它没有授权 {detail}（您所用的发信服务）'),
	signedByProvider: words('can not be seen from here: the credential has no key, so your provider must sign with {host}', '无法从此处确认：凭据中没有密钥，须由服务商以 {host} 签名'),
	otherKey: words('is wrong: the key at {host} is another one than in the credential', '不正确：{host} 处的密钥与凭据中的不一致'),
	revoked: words('is wrong: the key at {host} is revoked (p= is empty)', '不正确：{host} 处的密钥已被撤销（p= 为空）'),
	testMode: words('is wrong: the record at {host} says t=y, so receivers ignore the signature', '不正确：{host} 处的记录含 t=y，收件方会忽略签名'),
	tooShort: words('is wrong: the key has {detail} bits; providers refuse fewer than 1024 and advise 2048', '不正确：密钥只有 {detail} 位；服务商拒绝低于 1024 位的密钥，建议 2048 位'),
	otherKeyType: words('is wrong: the record at {host} is for keys of type {detail}', '不正确：{host} 处的记录用于 {detail} 类型的密钥'),
	hashMissing: words('is wrong: the record at {host} does not allow SHA-256 (h=)', '不正确：{host} 处的记录不允许 SHA-256（h=）'),
	notForMail: words('is wrong: the record at {host} is not for mail (s=)', '不正确：{host} 处的记录不用于邮件（s=）'),
	unreadableKey: words('is wrong: the key at {host} can not be read; a part of it may be missing', '不正确：{host} 处的密钥无法读取，可能缺少一部分'),
	noPolicy: words('is wrong: the record at {host} has no policy p=none, p=quarantine or p=reject', '不正确：{host} 处的记录没有 p=none、p=quarantine 或 p=reject 策略'),
	signatureNotAligned: words('is wrong: the signature is of {detail}, and the record at {host} does not let that count for the From address', '不正确：签名域名为 {detail}，按 {host} 处的记录与发件地址不一致'),
	nothingAligned: words('is there; whether mail passes it can not be seen from here: your provider signs, and bounces go to {detail}', '已存在；但无法从此处确认邮件能否通过：由服务商签名，且退信地址在 {detail}'),
};

const NOTES: Readonly<Record<CheckNote, Words>> = {
	serverNotSeen: words('Whether it lets your mail server send can not be seen from here; ask its owner what to include.', '无法从此处确认它是否授权了您的邮件服务器；请向服务器所有者询问应包含的内容。'),
	serverNotNamed: words('It does not name the address of your mail server; if that server delivers mail itself, add it.', '它没有包含您的邮件服务器地址；若该服务器直接投递邮件，请添加。'),
	macros: words('Parts of it depend on each mail and were not followed.', '其中部分内容取决于具体邮件，未作跟踪。'),
	ptr: words('“ptr” is out of use; take it out.', '“ptr” 已不再使用，请删除。'),
	noAll: words('It does not end in “~all” or “-all”.', '它没有以 “~all” 或 “-all” 结尾。'),
	shortKey: words('The key has {detail} bits; 2048 are advised.', '密钥为 {detail} 位，建议 2048 位。'),
	onlyEd25519: words('Several large providers read RSA keys only.', '多家大型服务商只识别 RSA 密钥。'),
	policyNone: words('Its policy is “none”: receivers take mail of others in your name.', '策略为 “none”：收件方仍会接收他人冒用您名义的邮件。'),
	fromOrganisation: words('It is that of the domain above.', '使用的是上级域名的记录。'),
	bouncesNotAligned: words('Bounces go to another domain, so only the signature counts.', '退信地址属于其他域名，因此只有签名有效。'),
	alignmentUnknown: words('Your provider must sign with your domain.', '须由服务商以您的域名签名。'),
	fillInAddress: words('Put the address that your server sends from instead of ADDRESS-OF-YOUR-SERVER.', '请把 ADDRESS-OF-YOUR-SERVER 换成您服务器的发信地址。'),
};

const FAILURES: Readonly<Record<DnsFailure, Readonly<Record<StaffLanguage, string>>>> = {
	timeout: { en: 'no answer in time', zh: '超时未答复' },
	serverFailure: { en: 'the name servers report a failure', zh: '域名服务器报告故障' },
	refused: { en: 'the DNS server refuses to answer', zh: 'DNS 服务器拒绝答复' },
	network: { en: 'the DNS server can not be reached', zh: '无法连接 DNS 服务器' },
};

/** What one record is, in a sentence, and what to do about it. */
export function sayCheck(check: RecordCheck, said: Said): CheckText {
	const { language } = said;
	const reason = REASONS[check.reason][language]({ ...check, detail: detailOf(check, language) });
	const notes = check.notes.filter((note) => note !== 'fillInAddress').map((note) => NOTES[note][language](check));
	const why = check.dnsFailure ? (language === 'en' ? ` (${FAILURES[check.dnsFailure].en})` : `（${FAILURES[check.dnsFailure].zh}）`) : '';
	const stop = language === 'en' ? '.' : '。';
	return {
		message: [`${NAMES[check.record]} ${reason}${why}${sayWait(check, said)}${stop}`, ...notes].join(language === 'en' ? ' ' : ''),
		nextStep: sayNextStep(check, said),
	};
}

function detailOf({ reason, detail }: RecordCheck, language: StaffLanguage): string | undefined {
	if (reason !== 'invalid' || detail === undefined) return reason === 'invalid' ? '' : detail;
	return language === 'en' ? ` (“${detail}”)` : `（“${detail}”）`;
}

function sayWait({ outcome, missingSince }: RecordCheck, { language, now, sayAt }: Said): string {
	if (outcome !== 'notVisible' || missingSince === undefined) return '';
	return language === 'en' ? `; looked for since ${sayAt(missingSince)} (${sayHours(now - missingSince, 'en')})` : `；自 ${sayAt(missingSince)} 起查找（已 ${sayHours(now - missingSince, 'zh')}）`;
}

function sayHours(ms: number, language: StaffLanguage): string {
	const hours = Math.floor(ms / HOUR_MS);
	if (language === 'zh') return hours < 1 ? '不到 1 小时' : `${hours} 小时`;
	return hours < 1 ? 'less than an hour' : `${hours} hour${hours === 1 ? '' : 's'}`;
}

function sayNextStep(check: RecordCheck, said: Said): string {
	const { language } = said;
	if (check.reason === 'dnsUnreachable') return language === 'en' ? 'Try again later. If it stays, check that n8n can reach a DNS server, and that the name servers of the domain work.' : '请稍后重试；若仍出现，请检查 n8n 能否访问 DNS 服务器，以及该域名的域名服务器是否正常。';
	const advice = OTHER_ADVICE[check.reason]?.[language](check);
	if (advice !== undefined) return advice;
	if (!check.wanted || check.outcome === 'ok' || check.outcome === 'cantTell') return '';
	const enter = sayRecord(check.wanted, check.outcome === 'wrong', language);
	const fillIn = check.notes.includes('fillInAddress') ? NOTES.fillInAddress[language](check) : '';
	const remarks = [fillIn, sayPatience(check, said)].filter(Boolean);
	if (remarks.length === 0) return enter;
	// parted from the value, which people copy
	return language === 'en' ? `${enter} — ${remarks.join(' ')}` : `${enter}（${remarks.join('')}）`;
}

const OTHER_ADVICE: Readonly<Partial<Record<CheckReason, Words>>> = {
	tooShort: words('Make an RSA key of 2048 bits and enter it as “DKIM Private Key” in the Seller Mail Sender credential; Set Up Sending then says its record.', '请生成 2048 位 RSA 密钥，填入“Seller Mail Sender”凭据的“DKIM Private Key”；Set Up Sending 会给出对应的记录。'),
	signatureNotAligned: words('Enter the domain of the From address as “DKIM Domain” in the Seller Mail Sender credential, or take adkim=s out of the record.', '请在“Seller Mail Sender”凭据的“DKIM Domain”中填写发件地址的域名，或从记录中删除 adkim=s。'),
	signedByProvider: words('Fill in the DKIM fields of the Seller Mail Sender credential, or verify the domain at your provider.', '请填写“Seller Mail Sender”凭据中的 DKIM 字段，或在服务商处验证该域名。'),
	nothingAligned: words('Fill in the DKIM fields of the Seller Mail Sender credential, or use a bounce address of the From domain.', '请填写“Seller Mail Sender”凭据中的 DKIM 字段，或使用发件域名下的退信地址。'),
};

/** "In the DNS of lumen-home.com: type TXT, name mail, value v=spf1 …" */
export function sayRecord({ type, name, zone, value }: DnsRecord, isReplaced: boolean, language: StaffLanguage): string {
	if (language === 'zh') return `请在 ${zone} 的 DNS 中${isReplaced ? '替换为' : '添加'}：类型 ${type}，名称 ${name}，值 ${value}`;
	return `In the DNS of ${zone}, ${isReplaced ? 'replace it by' : 'add'}: type ${type}, name ${name}, value ${value}`;
}

function sayPatience({ outcome, missingSince }: RecordCheck, { language, now }: Said): string {
	if (outcome !== 'notVisible') return '';
	if (missingSince !== undefined && now - missingSince > DNS_DELAY_MS) {
		return language === 'en' ? 'If it was entered: that is longer than the 48 hours that DNS may take, so check its name and the zone.' : '若已添加：已超过 DNS 生效所需的 48 小时，请检查名称和所在域。';
	}
	return language === 'en' ? 'DNS may take up to 48 hours to show it.' : 'DNS 最长可能需要 48 小时生效。';
}
