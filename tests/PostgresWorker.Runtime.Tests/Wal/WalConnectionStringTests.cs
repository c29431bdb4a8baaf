using Npgsql;
using PostgresWorker.Wal;

namespace PostgresWorker.Tests.Wal;

public sealed class WalConnectionStringTests
{
    private const string TextForms = "-c DateStyle=ISO -c IntervalStyle=postgres -c extra_float_digits=1 -c bytea_output=hex -c TimeZone=UTC";

    [Fact]
    public void Settings_that_change_text_forms_are_pinned() => Assert.Equal(TextForms, Read("Host=db").Options);

    [Fact]
    public void Ours_come_behind_those_that_are_given_and_so_win() =>
        Assert.Equal("-c DateStyle=German -c work_mem=8MB " + TextForms, Read("Host=db;Options=-c DateStyle=German -c work_mem=8MB").Options);

    [Fact]
    public void What_npgsql_sends_beside_them_is_pinned_too()
    {
        var read = Read("Host=db;Timezone=Europe/Vienna;Client Encoding=LATIN1");
        Assert.Equal(("UTC", "UTF8"), (read.Timezone, read.ClientEncoding));
    }

    [Fact]
    public void The_connection_is_named_for_the_source_unless_it_has_a_name()
    {
        Assert.Equal("PostgresWorker shop", Read("Host=db").ApplicationName);
        Assert.Equal("mine", Read("Host=db;Application Name=mine").ApplicationName);
    }

    [Fact]
    public void All_else_stays()
    {
        var read = Read("Host=db;Port=6000;Username=u;Password=p;Database=d;SSL Mode=VerifyFull");
        Assert.Equal(("db", 6000, "u", "p", "d", SslMode.VerifyFull), (read.Host, read.Port, read.Username, read.Password, read.Database, read.SslMode));
    }

    [Fact]
    public void Of_several_hosts_the_primary_is_wanted_unless_something_else_is_said()
    {
        Assert.Null(Read("Host=a").TargetSessionAttributes);
        Assert.Equal("primary", Read("Host=a,b").TargetSessionAttributes);
        Assert.Equal("read-write", Read("Host=a,b;Target Session Attributes=read-write").TargetSessionAttributes, ignoreCase: true);
    }

    [Fact]
    public void A_replication_connection_has_one_host_of_them()
    {
        var read = new NpgsqlConnectionStringBuilder(WalConnectionString.ForHost("Host=a:1,b:2;Target Session Attributes=primary;Username=u", "b", 2));
        Assert.Equal(("b", 2, "u", null), (read.Host, read.Port, read.Username, read.TargetSessionAttributes));
    }

    [Fact]
    public void The_timeout_of_the_stream_comes_first_and_so_loses_to_one_that_is_given()
    {
        static string? Options(string connectionString, TimeSpan? timeout) => new NpgsqlConnectionStringBuilder(WalConnectionString.ForReplication("shop", connectionString, timeout)).Options;

        Assert.Equal("-c wal_sender_timeout=15000 " + TextForms, Options("Host=db", TimeSpan.FromSeconds(15)));
        Assert.Equal("-c wal_sender_timeout=15000 -c wal_sender_timeout=2s " + TextForms, Options("Host=db;Options=-c wal_sender_timeout=2s", TimeSpan.FromSeconds(15)));
        Assert.Equal(TextForms, Options("Host=db", null));
    }

    [Fact]
    public void A_listeners_connection_is_soon_known_to_be_dead_unless_a_pooler_would_refuse_the_setting()
    {
        const string KeepAlives = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";
        static string? Options(string connectionString, bool mayBePooler) => new NpgsqlConnectionStringBuilder(WalConnectionString.ForListeners("shop", connectionString, mayBePooler)).Options;

        Assert.Equal(KeepAlives, Options("Host=db", mayBePooler: false));
        Assert.Equal(KeepAlives + " -c tcp_keepalives_idle=60", Options("Host=db;Options=-c tcp_keepalives_idle=60", mayBePooler: false));
        Assert.Null(Options("Host=db", mayBePooler: true));
        Assert.Null(new NpgsqlConnectionStringBuilder(WalConnectionString.ForStore("shop", "Host=db")).Options);
    }

    private static NpgsqlConnectionStringBuilder Read(string connectionString) => new(WalConnectionString.For("shop", connectionString));
}
