/** Where the store is. One host: a file. More than one: PostgreSQL. */
export type StoreSettings = SqliteSettings | PostgresSettings;

export interface SqliteSettings {
	kind: 'sqlite';
	/** absolute path; its folder is created */
	file: string;
}

export interface PostgresSettings {
	kind: 'postgres';
	host: string;
	port: number;
	database: string;
	user: string;
	password: string;
	/** schema that holds our tables, created when missing, so that a database may be shared with n8n */
	schema: string;
	tls: 'off' | 'require' | 'verify';
	ca?: string;
	maxConnections?: number;
}
