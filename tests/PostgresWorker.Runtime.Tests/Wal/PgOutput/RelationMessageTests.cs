using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Tests.Wal.PgOutput;

public sealed class RelationMessageTests
{
    [Fact]
    public void Relation_has_its_columns_in_order()
    {
        var relation = PgOutputDecoder.Relation(Relation('d')
            .Int16(2)
            .Byte(1).String("id").Int32(20).Int32(-1)
            .Byte(0).String("Größe").Int32(4_000_000_000).Int32(24)
            .ToBytes());

        Assert.Equal(16_400u, relation.Oid);
        Assert.Equal("shop", relation.Namespace);
        Assert.Equal("orders", relation.Name);
        Assert.Equal([new RelationColumn("id", 20, -1, IsInIdentity: true), new RelationColumn("Größe", 4_000_000_000, 24, IsInIdentity: false)], relation.Columns);
    }

    [Theory]
    [InlineData('d', (byte)ReplicaIdentity.Default)]
    [InlineData('n', (byte)ReplicaIdentity.Nothing)]
    [InlineData('f', (byte)ReplicaIdentity.Full)]
    [InlineData('i', (byte)ReplicaIdentity.Index)]
    public void Replica_identity_is_the_letter_of_pg_class(char letter, byte identity) =>
        Assert.Equal((ReplicaIdentity)identity, PgOutputDecoder.Relation(Relation(letter).Int16(0).ToBytes()).Identity);

    [Theory]
    [InlineData('\0')]
    [InlineData('D')]
    [InlineData('x')]
    public void Unknown_replica_identity_is_an_error(char letter)
    {
        var error = Assert.Throws<PgOutputException>(() => PgOutputDecoder.Relation(Relation(letter).Int16(0).ToBytes()));
        Assert.Contains("'replica identity' of the pgoutput message Relation is none of d, n, f and i", error.Message, StringComparison.Ordinal);
    }

    /// <summary>As the server's own logicalrep_read_attrs: only the lowest bit means the key.</summary>
    [Fact]
    public void Flags_that_are_not_known_are_passed_over()
    {
        var columns = PgOutputDecoder.Relation(Relation('d').Int16(2).Byte(0xFE).String("a").Int32(20).Int32(-1).Byte(0xFF).String("b").Int32(20).Int32(-1).ToBytes()).Columns;
        Assert.Equal([false, true], columns.Select(column => column.IsInIdentity));
    }

    [Fact]
    public void Table_may_have_no_columns_and_be_of_pg_catalog()
    {
        var relation = PgOutputDecoder.Relation(new MessageBuilder('R').Int32(1).String("").String("t").Byte('d').Int16(0).ToBytes());
        Assert.Equal("pg_catalog", relation.Namespace);
        Assert.Empty(relation.Columns);
    }

    [Fact]
    public void Table_may_have_as_many_columns_as_Postgres_allows()
    {
        var message = Relation('f').Int16(1_600);
        for (var i = 0; i < 1_600; i++)
        {
            message.Byte(1).String($"c{i}").Int32(23).Int32(-1);
        }

        var columns = PgOutputDecoder.Relation(message.ToBytes()).Columns;
        Assert.Equal(1_600, columns.Length);
        Assert.Equal("c1599", columns[^1].Name);
    }

    [Fact]
    public void Type_has_its_name() => Assert.Equal(
        new TypeMessage(16_446, "shop", "mood"),
        PgOutputDecoder.Type(new MessageBuilder('Y').Int32(16_446).String("shop").String("mood").ToBytes()));

    [Fact]
    public void Type_without_a_namespace_is_of_pg_catalog() =>
        Assert.Equal("pg_catalog", PgOutputDecoder.Type(new MessageBuilder('Y').Int32(1).String("").String("text").ToBytes()).Namespace);

    private static MessageBuilder Relation(char identity) => new MessageBuilder('R').Int32(16_400).String("shop").String("orders").Byte(identity);
}
