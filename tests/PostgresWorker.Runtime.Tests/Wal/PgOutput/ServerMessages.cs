namespace PostgresWorker.Tests.Wal.PgOutput;

/// <summary>
/// What Postgres 15.18 wrote, read with <c>pg_logical_slot_peek_binary_changes(slot, null, null, 'proto_version', '1',
/// 'publication_names', 'p', 'messages', 'true', 'binary', 'true')</c> and, for text, with <c>'binary', 'false'</c>. LSNs, xids and commit
/// times were compared with the lsn of that function and with <c>pg_xact_commit_timestamp</c>.
/// </summary>
public static class ServerMessages
{
    public const string Setup = """
        create type mood as enum ('sad', 'so happy');
        create domain short_text as text;
        create table orders (id bigint primary key, status mood not null, total numeric(12,2), note text, blob text);
        alter table orders alter blob set storage external;
        create table items (order_id bigint, line int, name varchar(20), primary key (order_id, line));
        create table fulls (id int, big text, small text);
        alter table fulls replica identity full;
        alter table fulls alter big set storage external;
        create table keyed (id int not null, v text, code int not null);
        create unique index keyed_code on keyed (code);
        alter table keyed replica identity using index keyed_code;
        create table logged (id int);
        alter table logged replica identity nothing;
        create schema "Odd Schema";
        create table "Odd Schema"."Straße" (id int primary key, "größe" short_text);
        create publication p for all tables;
        """;

    private const string InsertOrder = "insert into orders values (1, 'so happy', 12.50, 'first', 'x')";
    private const string UpdateOrder = "update orders set total = 13 where id = 1";
    private const string UpdateKey = "update orders set id = 2 where id = 1";
    private const string DeleteOrder = "delete from orders where id = 2";
    private const string CopyItems = "copy items from stdin (delimiter ',', null '-'): 1,1,one / 1,2,two / 1,3,-";
    private const string InsertBig = "insert into orders values (3, 'sad', 0, null, repeat('x', 2100))";
    private const string UpdateBeside = "update orders set note = 'changed' where id = 3";
    private const string InsertFull = "insert into fulls values (1, repeat('x', 2100), 'a')";
    private const string UpdateFull = "update fulls set small = 'b' where id = 1";
    private const string DeleteFull = "delete from fulls where id = 1";
    private const string UpdateKeyed = "update keyed set code = 8 where id = 1";
    private const string DeleteKeyed = "delete from keyed where id = 1";
    private const string InsertLogged = "insert into logged values (1)";
    private const string InsertOdd = """insert into "Odd Schema"."Straße" values (1, 'weiß')""";
    private const string TruncateBoth = "truncate orders, items restart identity cascade";
    private const string EmitInside = "select pg_logical_emit_message(true, 'audit', 'hello')";
    private const string EmitAlone = "select pg_logical_emit_message(false, 'ping', '\\x00ff80'::bytea)";
    private const string FromAway = "select pg_replication_origin_xact_setup('1/AB', '2026-01-02 03:04:05+00') in a transaction of the origin 'away'";

    private static readonly string Big = string.Concat(Enumerable.Repeat("78", 2_100));

    public static ServerMessage[] All { get; } =
    [
        new(InsertOrder, "420000000001dbfdb8000303d70aab585800000318", "Begin 0/1DBFDB8 2026-11-22 07:17:41.985368+00:00 xid 792"),
        new(InsertOrder, "590000403e7075626c6963006d6f6f6400", "Type 16446 public.mood"),
        new(InsertOrder, "52000040457075626c6963006f7264657273006400050169640000000014ffffffff00737461747573000000403effffffff00746f74616c00000006a4000c0006006e6f74650000000019ffffffff00626c6f620000000019ffffffff", "Relation 16453 public.orders Default (id 20 -1 key, status 16446 -1, total 1700 786438, note 25 -1, blob 25 -1)"),
        new(InsertOrder, "49000040454e0005620000000800000000000000016200000008736f206861707079620000000c0002000000000002000c138862000000056669727374620000000178", "Insert 16453 (b'0000000000000001', b'736f206861707079', b'0002000000000002000c1388', b'6669727374', b'78')"),
        new(InsertOrder, "49000040454e00057400000001317400000008736f206861707079740000000531322e353074000000056669727374740000000178", "Insert 16453 (t'1', t'so happy', t'12.50', t'first', t'x')"),
        new(InsertOrder, "43000000000001dbfdb80000000001dbfde8000303d70aab5858", "Commit 0/1DBFDB8 to 0/1DBFDE8 2026-11-22 07:17:41.985368+00:00"),
        new(UpdateOrder, "55000040454e0005620000000800000000000000016200000008736f206861707079620000000a0001000000000002000d62000000056669727374620000000178", "Update 16453 (b'0000000000000001', b'736f206861707079', b'0001000000000002000d', b'6669727374', b'78')"),
        new(UpdateKey, "55000040454b0005620000000800000000000000016e6e6e6e4e0005620000000800000000000000026200000008736f206861707079620000000a0001000000000002000d62000000056669727374620000000178", "Update 16453 Key (b'0000000000000001', n, n, n, n) to (b'0000000000000002', b'736f206861707079', b'0001000000000002000d', b'6669727374', b'78')"),
        new(UpdateKey, "55000040454b00057400000001316e6e6e6e4e00057400000001327400000008736f206861707079740000000531332e303074000000056669727374740000000178", "Update 16453 Key (t'1', n, n, n, n) to (t'2', t'so happy', t'13.00', t'first', t'x')"),
        new(DeleteOrder, "44000040454b0005620000000800000000000000026e6e6e6e", "Delete 16453 Key (b'0000000000000002', n, n, n, n)"),
        new(DeleteOrder, "44000040454b00057400000001326e6e6e6e", "Delete 16453 Key (t'2', n, n, n, n)"),
        new(CopyItems, "520000404c7075626c6963006974656d7300640003016f726465725f69640000000014ffffffff016c696e650000000017ffffffff006e616d65000000041300000018", "Relation 16460 public.items Default (order_id 20 -1 key, line 23 -1 key, name 1043 24)"),
        new(CopyItems, "490000404c4e00036200000008000000000000000162000000040000000162000000036f6e65", "Insert 16460 (b'0000000000000001', b'00000001', b'6f6e65')"),
        new(CopyItems, "490000404c4e000362000000080000000000000001620000000400000002620000000374776f", "Insert 16460 (b'0000000000000001', b'00000002', b'74776f')"),
        new(CopyItems, "490000404c4e0003620000000800000000000000016200000004000000036e", "Insert 16460 (b'0000000000000001', b'00000003', n)"),
        new(CopyItems, "490000404c4e00037400000001317400000001336e", "Insert 16460 (t'1', t'3', n)"),
        new(InsertBig, "49000040454e0005620000000800000000000000036200000003736164620000000800000000000000026e6200000834" + Big, "Insert 16453 (b'0000000000000003', b'736164', b'0000000000000002', n, b*2100)"),
        new(UpdateBeside, "55000040454e00056200000008000000000000000362000000037361646200000008000000000000000262000000076368616e67656475", "Update 16453 (b'0000000000000003', b'736164', b'0000000000000002', b'6368616e676564', u)"),
        new(UpdateBeside, "55000040454e000574000000013374000000037361647400000004302e303074000000076368616e67656475", "Update 16453 (t'3', t'sad', t'0.00', t'changed', u)"),
        new(InsertFull, "52000040517075626c69630066756c6c73006600030169640000000017ffffffff016269670000000019ffffffff01736d616c6c0000000019ffffffff", "Relation 16465 public.fulls Full (id 23 -1 key, big 25 -1 key, small 25 -1 key)"),
        new(UpdateFull, "55000040514f00036200000004000000016200000834" + Big + "6200000001614e000362000000040000000175620000000162", "Update 16465 Full (b'00000001', b*2100, b'61') to (b'00000001', u, b'62')"),
        new(DeleteFull, "44000040514f00036200000004000000016200000834" + Big + "620000000162", "Delete 16465 Full (b'00000001', b*2100, b'62')"),
        new(UpdateKeyed, "52000040567075626c6963006b65796564006900030069640000000017ffffffff00760000000019ffffffff01636f64650000000017ffffffff", "Relation 16470 public.keyed Index (id 23 -1, v 25 -1, code 23 -1 key)"),
        new(UpdateKeyed, "55000040564b00036e6e6200000004000000074e0003620000000400000001620000000161620000000400000008", "Update 16470 Key (n, n, b'00000007') to (b'00000001', b'61', b'00000008')"),
        new(DeleteKeyed, "44000040564b00036e6e620000000400000008", "Delete 16470 Key (n, n, b'00000008')"),
        new(InsertLogged, "520000405c7075626c6963006c6f67676564006e00010069640000000017ffffffff", "Relation 16476 public.logged Nothing (id 23 -1)"),
        new(InsertLogged, "490000405c4e0001620000000400000001", "Insert 16476 (b'00000001')"),
        new(InsertOdd, "5900004044007465787400", "Type 16452 pg_catalog.text"),
        new(InsertOdd, "52000040604f646420536368656d610053747261c39f65006400020169640000000017ffffffff006772c3b6c39f650000004044ffffffff", "Relation 16480 Odd Schema.Straße Default (id 23 -1 key, größe 16452 -1)"),
        new(InsertOdd, "49000040604e00027400000001317400000005776569c39f", "Insert 16480 (t'1', t'weiß')"),
        new("truncate orders", "54000000010000004045", "Truncate 16453"),
        new(TruncateBoth, "540000000203000040450000404c", "Truncate 16453 16460 cascade restart identity"),
        new(EmitInside, "4d010000000001dc4da86175646974000000000568656c6c6f", "Message in transaction 0/1DC4DA8 audit: 68656c6c6f"),
        new(EmitAlone, "4d0000000000019854e070696e67000000000300ff80", "Message alone 0/19854E0 ping: 00ff80"),
        new(FromAway, "4200000000019855d80002ea5dbb15134000000304", "Begin 0/19855D8 2026-01-02 03:04:05+00:00 xid 772"),
        new(FromAway, "4f00000001000000ab6177617900", "Origin 1/AB away"),
    ];
}
