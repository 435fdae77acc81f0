import type { Shop } from '../shop/shop';

type StaffLanguage = Shop['staffLanguage'];
type Bilingual = Readonly<Record<StaffLanguage, string>>;

/** What a cause in the ledger means to staff: the first level of the send log, a sentence, and what to do. */
export interface CauseText {
	code: string;
	message: string;
	nextStep: string;
}

interface CauseEntry {
	/** of `LEVELS` */
	code: string;
	message: Bilingual;
	nextStep: Bilingual;
}

/** The first level of the send log. The second is the cause, the third the server's own words. */
export const LEVELS: Readonly<Record<string, Bilingual>> = {
	102: { en: 'It waits for a decision', zh: '等待决定' },
	208: { en: 'Already done', zh: '已处理' },
	401: { en: 'The sender is not proven: sending domain, login or address', zh: '发件方未通过验证：发信域名、登录或地址' },
	403: { en: 'This buyer may not get this mail', zh: '不允许向该买家发送此邮件' },
	404: { en: 'Unknown here', zh: '此处不存在' },
	410: { en: 'Too late', zh: '已过期' },
	421: { en: 'The connection broke off', zh: '连接中断' },
	422: { en: 'The mail itself is wrong', zh: '邮件本身有问题' },
	429: { en: 'A limit is reached: quota, budget, or what a server takes', zh: '达到限额：配额、预算或对方服务器的接收上限' },
	450: { en: 'The mailbox takes nothing just now', zh: '邮箱暂时不收信' },
	451: { en: 'The recipient\'s server takes nothing just now', zh: '对方服务器暂时不收信' },
	452: { en: 'The mailbox is full', zh: '邮箱已满' },
	500: { en: 'A fault on our side', zh: '本系统内部问题' },
	520: { en: 'Nobody knows whether it arrived', zh: '无法确定是否送达' },
	550: { en: 'The mailbox does not exist or refuses; the address rests for 30 days', zh: '邮箱不存在或拒收；该地址暂停 30 天' },
	552: { en: 'The mail is too big', zh: '邮件过大' },
	554: { en: 'The recipient\'s server refused the mail', zh: '对方服务器拒收邮件' },
};

const READ_WORDS: [en: string, zh: string] = ['Read the server\'s words in the send log.', '查看发送日志中服务器的原话。'];
const TRIED_AGAIN: [en: string, zh: string] = ['Nothing: it is tried again for 72 hours.', '无需操作：72 小时内会自动重试。'];
const NEW_ADDRESS: [en: string, zh: string] = ['Ask the buyer for another address at the next order.', '在买家下次下单时请其提供其他邮箱。'];
const ASK_THE_LOG: [en: string, zh: string] = ['Ask the mail server\'s log for the Message-ID, then decide.', '在邮件服务器日志中按 Message-ID 查询后再决定。'];

/** Every cause by its name in the ledger; docs/errors.md is made from it. */
export const CAUSES: Readonly<Record<string, CauseEntry>> = {
	'already-sent': text('208', 'This buyer already got this mail in this campaign.', '该买家在此活动中已收到此邮件。',
		'Nothing: nobody is mailed twice. A new campaign needs a new name.', '无需操作：同一人不会收到两次。新的活动请使用新名称。'),

	'waiting-for-winner': text('102', 'It waits for the winner of the campaign\'s A/B test.', '等待该活动 A/B 测试的优胜方案。',
		'Run Pick A/B Winner, best on a schedule before Send Due; the winner goes out in the buyer\'s window.', '运行 Pick A/B Winner（最好在 Send Due 之前定时运行）；优胜方案会在买家的发送时段内发出。'),

	'sending-domain-not-verified': text('401', 'The mail server of the recipient doubts the sending domain.', '对方邮件服务器不信任发信域名。',
		'Check SPF, DKIM and DMARC of the sending domain.', '检查发信域名的 SPF、DKIM 和 DMARC 记录。'),
	'login-refused': text('401', 'The mail server wants a login.', '邮件服务器要求登录。',
		'Correct user and password in the Seller Mail Sender credential.', '在“Seller Mail Sender”凭据中更正用户名和密码。'),
	'sender-account-blocked': text('401', 'Your account at the mail service is blocked, or not activated yet.', '您在邮件服务商的账户被停用，或尚未激活。',
		'Log in there, or ask its support. What was planned stays planned.', '请登录该服务或联系其支持；已计划的邮件会保留。'),
	'sender-address-refused': text('401', 'The mail server refuses the sender\'s address.', '邮件服务器拒绝发件人地址。',
		'Use a From and bounce address that this server may send for.', '请使用该服务器有权代发的发件地址和退信地址。'),
	'relay-denied': text('401', 'The mail server does not pass mail on for this sender.', '邮件服务器不为该发件人转发邮件。',
		'Check host, port, user and password in the Seller Mail Sender credential: this server wants to know who sends.', '检查“Seller Mail Sender”凭据中的主机、端口、用户名和密码：该服务器需要确认发件人身份。'),
	'reverse-dns-missing': text('401', 'The IP address that sends has no host name that leads back to it.', '发信 IP 没有正确的反向解析（PTR）记录。',
		'Let whoever runs the sending server set its PTR record, and an A record for that name.', '请发信服务器的运营方设置 PTR 记录以及对应名称的 A 记录。'),
	'encryption-required': text('401', 'The server takes mail over an encrypted connection only.', '对方服务器只接受加密连接。',
		'Choose STARTTLS or TLS in the Seller Mail Sender credential; of a mail service ask its support.', '在“Seller Mail Sender”凭据中选择 STARTTLS 或 TLS；如使用邮件服务商，请联系其支持。'),

	'daily-quota': text('429', 'Today\'s quota is used up.', '今日配额已用完。',
		'Nothing: it goes out on the next day inside the buyer\'s window. Send due must run then.', '无需操作：次日会在买家的发送时段内发出，届时需运行 Send Due。'),
	'monthly-budget': text('429', 'This month\'s budget is used up.', '本月预算已用完。',
		'Raise the budget of the shop, or wait for the next month.', '提高店铺预算，或等到下个月。'),
	'sending-too-fast': text('429', 'The recipient\'s server gets too much from this sender at once.', '对方服务器认为该发件方发送过快或过多。',
		'Nothing at once: it is tried again, slower. If it stays, send less a day to this provider and look at complaints.', '暂不需要操作：系统会放慢并重试。若持续出现，请减少每天发往该服务商的数量并检查投诉。'),
	'sender-limit-reached': text('429', 'The limit of your own mail service is reached.', '您所用邮件服务的发送限额已用完。',
		'Wait until the limit starts anew, or book a bigger plan there. Set the shop\'s quota below it.', '等待限额重置，或在服务商处升级套餐；并把店铺配额设在该限额以下。'),

	'mailbox-does-not-exist': text('550', 'The mailbox does not exist; the address rests for 30 days.', '邮箱不存在；该地址暂停 30 天。', ...NEW_ADDRESS),
	'domain-does-not-exist': text('550', 'The domain of the address takes no mail; the address rests for 30 days.', '该地址的域名不存在或不收邮件；该地址暂停 30 天。', ...NEW_ADDRESS),
	'mailbox-disabled': text('550', 'The mailbox is disabled; the address rests for 30 days.', '邮箱已停用；该地址暂停 30 天。', ...NEW_ADDRESS),
	'mailbox-changed-hands': text('550', 'The mailbox belongs to somebody else now; the address rests for 30 days.', '邮箱已归他人使用；该地址暂停 30 天。',
		'Remove the address.', '请删除该地址。'),
	'recipient-refuses': text('550', 'The recipient has blocked this sender; the address rests for 30 days.', '收件人已屏蔽该发件人；该地址暂停 30 天。',
		'Nothing: he does not want it. Unsubscribe him if he asks for it.', '无需操作：对方不愿接收。如其提出要求，请为其退订。'),
	'on-relay-suppression-list': text('403', 'Your mail service has this address on its own suppression list.', '该地址在您所用邮件服务的屏蔽名单上。',
		'Look in that service why: usually it bounced or complained there earlier. Take it off only when you know better.', '在该服务中查看原因，通常是此前退信或投诉；确认无误后才可移除。'),

	'bounced-later': text('550', 'The mail came back after the server had taken it.', '服务器接收后邮件又被退回。',
		'Look at the bounce: Record Mail Events says why.', '查看退信：Record Mail Events 会说明原因。'),

	'mailbox-full': text('452', 'The mailbox is full.', '邮箱已满。', ...TRIED_AGAIN),
	'mailbox-not-ready': text('450', 'The mailbox takes no mail just now.', '邮箱暂时不收信。', ...TRIED_AGAIN),
	'recipient-gets-too-much': text('450', 'The recipient gets too many mails at once, from whoever.', '该收件人短时间内收到的邮件过多。', ...TRIED_AGAIN),
	greylisted: text('451', 'The server lets unknown senders wait before it takes their first mail (greylisting).', '服务器要求陌生发件人稍后重试（灰名单）。', ...TRIED_AGAIN),
	'server-not-ready': text('451', 'The recipient\'s server was not ready.', '对方服务器尚未就绪。', ...TRIED_AGAIN),
	'connection-broken': text('421', 'The mail server broke the connection off at this mail before it took it.', '邮件服务器在接收此邮件前中断了连接。',
		'Nothing: it is tried again. If it stays, look at the address and the server\'s log.', '无需操作：会自动重试。若持续出现，请检查该地址和服务器日志。'),

	'message-too-big': text('552', 'The mail is too big for the recipient\'s server.', '邮件超过对方服务器的大小限制。',
		'Make it smaller: fewer products, no embedded pictures.', '请缩小邮件：减少商品，不要内嵌图片。'),
	'refused-by-policy': text('554', 'The recipient\'s server refused the mail by its policy.', '对方服务器按其策略拒收。',
		'Read the server\'s words in the send log; slow down and check the domain\'s reputation.', '查看发送日志中服务器的原话；放慢发送并检查域名信誉。'),
	'sender-blocked': text('554', 'The sending address, IP or domain is on a block list or has a bad reputation there.', '发信 IP 或域名在黑名单上，或信誉不佳。',
		'Stop sending to this provider, look the IP and the domain up in the list that the words name, mend the reason, then ask there to be taken off.', '停止向该服务商发送；在原话提到的名单中查询 IP 和域名，解决原因后申请移除。'),
	'taken-for-spam': text('554', 'The recipient\'s server took the mail for spam.', '对方服务器将邮件判为垃圾邮件。',
		'Look at complaints and at whom you write to: send to buyers who opened or bought lately. Run Compliance Check and mend what it names.', '检查投诉率和收件人群：只发给近期打开或购买过的买家。运行 Compliance Check 并修正其指出的问题。'),
	'content-refused': text('554', 'The recipient\'s server refused the content of the mail.', '对方服务器拒绝邮件内容。',
		'Read the server\'s words in the send log and change what they name.', '查看发送日志中服务器的原话并修改其指出的内容。'),
	'protocol-refused': text('554', 'The mail server refused the way it was spoken to.', '邮件服务器拒绝了通信方式。',
		'Read the server\'s words in the send log and send them to your provider.', '查看发送日志中服务器的原话并转交您的服务商。'),
	refused: text('554', 'The mail server refused the mail.', '邮件服务器拒收邮件。', ...READ_WORDS),
	'gave-up-after-72h': text('554', 'The mail server put the mail off for 72 hours.', '邮件服务器连续 72 小时推迟接收。', ...READ_WORDS),

	erased: text('403', 'The buyer\'s data was erased.', '该买家的数据已被删除。', 'Nothing.', '无需操作。'),
	'never-marketable': text('403', 'Marketing to this kind of address is forbidden (marketplace relay, certified mail, or a look-alike domain).', '禁止向此类地址发送营销邮件（平台中转地址、认证邮箱或仿冒域名）。',
		'Nothing: leave it out.', '无需操作：请勿包含该地址。'),
	'no-consent': text('403', 'The buyer\'s country asks for consent, and none that counts there is recorded.', '买家所在国家要求事先同意，但没有有效的同意记录。',
		'Get consent first and record it with its evidence.', '先取得同意并记录证据。'),
	'consent-expired': text('403', 'The buyer\'s consent has expired in his country.', '按买家所在国家的规定，其同意已过期。',
		'Ask him to confirm it again, and record the answer.', '请买家重新确认并记录答复。'),
	'site-off': text('403', 'The shop has switched this buyer\'s site off.', '店铺已停用该买家所属站点。',
		'Switch it on in Seller Mail Records → Site, and send again under a new campaign name.', '在 Seller Mail Records → Site 中启用该站点，并用新的活动名称重新发送。'),
	suppressed: text('403', 'The buyer is on the suppression list.', '该买家在屏蔽名单上。',
		'Nothing: this is his wish or his mailbox\'s answer.', '无需操作：这是买家的意愿或其邮箱的答复。'),
	'unknown-buyer': text('404', 'This shop has no buyer with this id in this store.', '此存储中该店铺没有这个编号的买家。',
		'Take buyers from Segment Buyers with the same Seller Mail Store credential, or record them first.', '请用同一“Seller Mail Store”凭据的 Segment Buyers 获取买家，或先录入买家。'),
	'too-late': text('410', 'The mail made no sense any more when it could have gone out.', '轮到发送时，邮件已失去意义。',
		'Run Send due more often, or give the campaign more time.', '更频繁地运行 Send Due，或放宽活动的截止时间。'),
	canceled: text('410', 'The campaign was canceled before this mail left.', '邮件发出前活动已取消。',
		'Nothing. A new campaign needs a new name.', '无需操作。新的活动需要新的名称。'),
	compliance: text('422', 'The mail breaks a rule, so it was not sent.', '邮件违反规则，因此未发送。',
		'Run Compliance Check on it and mend what it names.', '对其运行 Compliance Check 并修正指出的问题。'),
	template: text('422', 'The template could not be filled for this buyer.', '无法为该买家填充模板。',
		'Render it for this buyer and mend what the error names.', '请为该买家单独渲染并修正错误指出的问题。'),
	'content-missing': text('500', 'The content of the mail is no longer in the store.', '邮件内容已不在存储中。',
		'Render and send again under a new campaign name.', '请重新渲染，并用新的活动名称发送。'),
	'worker-died-while-sending': text('520', 'n8n stopped while this mail was on its way: it may have arrived or not. It is not sent again by itself.', '发送途中 n8n 停止运行：邮件可能已送达，也可能没有；系统不会自动重发。', ...ASK_THE_LOG),
	'connection-lost': text('520', 'The connection broke while this mail was on its way: it may have arrived or not. It is not sent again by itself.', '发送途中连接中断：邮件可能已送达，也可能没有；系统不会自动重发。', ...ASK_THE_LOG),
	'left-uncertain': text('520', 'It may have arrived or not; somebody decided to leave it at that.', '邮件可能已送达，也可能没有；已决定不再处理。',
		'Nothing: it is not sent again.', '无需操作：不会重发。'),
};

function text(code: string, messageEn: string, messageZh: string, nextEn: string, nextZh: string): CauseEntry {
	return { code, message: { en: messageEn, zh: messageZh }, nextStep: { en: nextEn, zh: nextZh } };
}

/** The text of a cause such as `suppressed:unsubscribe`; its part after the colon says which. */
export function explainCause(cause: string, language: StaffLanguage = 'en'): CauseText {
	const [kind = '', ...rest] = cause.split(':');
	const detail = rest.join(':');
	const { code, message, nextStep } = CAUSES[kind] ?? unknownCause(kind);
	const which = language === 'zh' ? `（${detail}）` : ` (${detail})`;
	return { code, message: detail ? `${message[language]}${which}` : message[language], nextStep: nextStep[language] };
}

export interface CountedCause extends CauseText {
	cause: string;
	count: number;
}

/** Causes with their counts as staff read them, the most frequent first. */
export function explainCauses(counts: Readonly<Record<string, number>>, language: StaffLanguage = 'en'): CountedCause[] {
	return Object.entries(counts)
		.sort(([a, first], [b, second]) => second - first || a.localeCompare(b))
		.map(([cause, count]) => ({ cause, count, ...explainCause(cause, language) }));
}

/** Of a later version, or written by hand. */
function unknownCause(kind: string): CauseEntry {
	return text('500', `Not sent: ${kind}.`, `未发送：${kind}。`, ...READ_WORDS);
}
