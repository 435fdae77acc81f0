interface ErrorEntry {
	isRetryable: boolean;
	meaning: { en: string; zh: string };
	nextStep: { en: string; zh: string };
}

const entry = (isRetryable: boolean, meaningEn: string, meaningZh: string, nextEn: string, nextZh: string): ErrorEntry => ({
	isRetryable,
	meaning: { en: meaningEn, zh: meaningZh },
	nextStep: { en: nextEn, zh: nextZh },
});

/** Every error code of the product with its meaning and what to do, in English and Chinese. docs/errors.md is made from it. */
export const ERROR_TABLE = {
	STORE_LOCKED: entry(true, 'Another process holds the store for longer than we wait.', '另一个进程占用存储的时间超过了等待上限。',
		'Try again in a minute. If it stays, see which other n8n process uses the same store file, or move to PostgreSQL.', '一分钟后重试；若仍出现，检查是否有其他 n8n 进程使用同一个存储文件，或改用 PostgreSQL。'),
	STORE_DAMAGED: entry(false, 'The store file is not a database or is damaged. Nothing was written to it.', '存储文件不是数据库或已损坏，未写入任何内容。',
		'Restore the file from a backup, or name another file in the Seller Mail Store credential.', '从备份恢复该文件，或在“Seller Mail Store”凭据中指定另一个文件。'),
	STORE_NEWER: entry(false, 'The store was written by a newer version of this package. Nothing was changed.', '该存储由更高版本的节点包写入，未做任何更改。',
		'Update n8n-nodes-seller-mail to that version or a later one.', '请把 n8n-nodes-seller-mail 升级到该版本或更高版本。'),
	STORE_UNREACHABLE: entry(true, 'The store could not be opened or reached.', '无法打开或连接存储。',
		'Check host, port, user, password, TLS or the folder in the Seller Mail Store credential, then press Test there.', '检查“Seller Mail Store”凭据中的主机、端口、用户、密码、TLS 或文件夹，然后点击“测试”。'),
	STORE_NEEDS_POSTGRES: entry(false, 'n8n runs in queue mode, where every worker has its own disk, and the store is a file.', 'n8n 以队列模式运行，各工作进程磁盘独立，而存储是文件。',
		'Choose PostgreSQL in the Seller Mail Store credential.', '请在“Seller Mail Store”凭据中选择 PostgreSQL。'),
	STORE_FULL: entry(true, 'There is no space left for the store.', '存储空间不足。',
		'Free disk space; nothing that was recorded is lost. Then run again.', '释放磁盘空间后重新运行；已记录的数据不会丢失。'),
	INPUT_INVALID: entry(false, 'A value has the wrong shape.', '输入值格式不正确。',
		'Correct the field that the message names.', '请修正消息中指出的字段。'),
	NOT_FOUND: entry(false, 'What was asked for is not in the store.', '存储中没有所请求的内容。',
		'Choose an existing one from the list, or create it first with Seller Mail Records.', '从列表中选择已有项，或先用 Seller Mail Records 创建。'),
	IMPORT_NOT_APPROVED: entry(false, 'This shop is not approved for imports.', '该店铺未获准导入数据。',
		'Turn on “Approved for imports” in Seller Mail Records → Shop once the shop is approved.', '店铺获批后，在 Seller Mail Records → Shop 中打开“允许导入”。'),
	TEMPLATE_VARIABLE_MISSING: entry(false, 'A template needs a value that the buyer item does not have.', '模板需要的变量在买家数据中不存在。',
		'Add the value to the item, or choose another template.', '在数据项中补充该值，或选择其他模板。'),
	TEMPLATE_INVALID: entry(false, 'A template could not be read or does something that mails must not.', '模板无法解析，或包含邮件不允许的内容。',
		'Correct the place that the message names.', '请修正消息中指出的位置。'),
	SENDER_PROFILE_INCOMPLETE: entry(false, 'The sender lacks something that every mail must show.', '发件人资料缺少每封邮件必须显示的信息。',
		'Fill in the field in the Seller Mail Sender credential.', '请在“Seller Mail Sender”凭据中填写该字段。'),
	PUBLIC_ADDRESS_MISSING: entry(false, 'No public address for unsubscribe links is known, so nothing may be sent.', '尚无退订链接的公开地址，因此不能发送。',
		'Publish a workflow with a Seller Mail Trigger for this shop; it enters its address by itself.', '请发布一个包含该店铺 Seller Mail Trigger 的工作流，它会自动登记地址。'),
	PORT_NOT_AVAILABLE: entry(true, 'The port for the public pages can not be used.', '公开页面的端口无法使用。',
		'Choose another “Port” in Seller Mail Trigger, or stop what uses it. One port serves one published workflow.', '请在 Seller Mail Trigger 中更换“Port”，或停止占用该端口的程序；一个端口只能供一个已发布的工作流使用。'),
	SMTP_LOGIN_REFUSED: entry(false, 'The mail server refused user or password.', '邮件服务器拒绝了用户名或密码。',
		'Correct user and password in the Seller Mail Sender credential and press Test.', '请在“Seller Mail Sender”凭据中更正用户名和密码并点击“测试”。'),
	SMTP_SENDER_REFUSED: entry(true, 'The mail server refuses the sender, not one recipient: it wants a login, does not know the From or bounce address, or its own limit is reached. Nothing is lost.', '邮件服务器拒绝的是发件人而不是某个收件人：需要登录、不认可发件或退信地址，或达到其自身限额。邮件不会丢失。',
		'Correct user, password, From or bounce address in the Seller Mail Sender credential, or wait until the provider\'s limit is over. What was planned goes out with the next “Send due”.', '请在“Seller Mail Sender”凭据中更正用户名、密码、发件或退信地址，或等待服务商限额恢复；已计划的邮件会在下次“Send due”时发出。'),
	SMTP_UNREACHABLE: entry(true, 'The mail server could not be reached.', '无法连接邮件服务器。',
		'Check host, port and security in the Seller Mail Sender credential. What was planned stays planned and goes out with the next “Send due”.', '请检查“Seller Mail Sender”凭据中的主机、端口和加密方式；已计划的邮件会保留，并在下次“Send due”时发出。'),
	SMTP_TLS_REQUIRED: entry(false, 'The mail server offers no encryption, and encryption is required.', '邮件服务器不支持所要求的加密。',
		'Choose another port or server. Mail is never sent in clear text when encryption was asked for.', '请更换端口或服务器；要求加密时绝不以明文发送。'),
	CAMPAIGN_PAUSED: entry(false, 'The campaign is paused.', '该活动已暂停。',
		'Resume it once the reason is dealt with.', '处理原因后再恢复。'),
	CHECK_MISSING: entry(false, 'There is no passed compliance check of exactly this text.', '没有针对这段文本的合规检查通过记录。',
		'Run the check on the final text and send that.', '请对最终文本运行合规检查后再发送。'),
	CONVERSATION_CLOSED: entry(false, 'The conversation is closed; nothing more is sent in it.', '该会话已关闭，不再发送任何内容。',
		'Wait for the buyer to write again; that opens it.', '等待买家再次来信，会话会重新打开。'),
	REPLY_BLOCKED: entry(false, 'The text breaks a rule for messages to Amazon buyers, so it is not sent.', '该文本违反亚马逊买家消息规则，因此不会发送。',
		'Change the words that the finding names and check again.', '修改检查结果指出的内容后重新检查。'),
	APPROVAL_MISSING: entry(false, 'A person must approve this reply before it is sent.', '该回复须经人工批准后才能发送。',
		'Let a person read it and enter who did in “Approved By”.', '请由人工审阅，并在“Approved By”中填写批准人。'),
	REPLY_NOT_POSSIBLE: entry(false, 'There is no address of the buyer to reply to.', '没有可回复的买家地址。',
		'Answer it in Seller Central.', '请在 Seller Central 中处理。'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERROR_TABLE;
