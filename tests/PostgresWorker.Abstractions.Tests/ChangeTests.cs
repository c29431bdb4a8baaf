namespace PostgresWorker.Abstractions.Tests;

public sealed class ChangeTests
{
    private static readonly ChangeContext Context = new(
        new ChangeTransaction
        {
            Source = "shop",
            SystemIdentifier = "7301",
            CommitLsn = Lsn.Parse("0/20"),
            CommitTime = DateTimeOffset.UnixEpoch,
            TransactionId = 5,
        },
        new TableName("public", "orders"),
        Lsn.Parse("0/1A"),
        ordinal: 2);

    private static readonly Order Old = new(1, OrderStatus.Placed, "secret-old");
    private static readonly Order New = new(1, OrderStatus.Shipped, "secret-new");

    public static TheoryData<Change<Order>, string, string> Kinds() => new()
    {
        { new Inserted<Order>(New, Context), "INSERT", "inserted secret-new" },
        { new Updated<Order>(Old, New, Context), "UPDATE", "updated secret-old secret-new" },
        { new Updated<Order>(null, New, Context), "UPDATE", "updated - secret-new" },
        { new Deleted<Order>(Old, Context), "DELETE", "deleted secret-old" },
        { new Existing<Order>(New, Context), "INSERT", "existing secret-new" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_change_is_matched_by_its_kind(Change<Order> change, string action, string matched)
    {
        Assert.Equal(action, change.Action);
        Assert.Equal(matched, change switch
        {
            Inserted<Order> { New.Note: var note } => $"inserted {note}",
            Updated<Order> { Old: var old, New.Note: var note } => $"updated {old?.Note ?? "-"} {note}",
            Deleted<Order> { Old.Note: var note } => $"deleted {note}",
            Existing<Order> { Row.Note: var note } => $"existing {note}",
            _ => "unknown",
        });
        Assert.EndsWith(change.Row.Note!, matched, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_text_carries_no_value_of_the_row(Change<Order> change, string action, string matched)
    {
        Assert.Equal($"{action} public.orders 7301:0/20:0/1A:2", change.ToString());
        Assert.DoesNotContain(matched.Split(' ')[^1], change.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncate_is_a_payload_without_rows()
    {
        var payload = EventPayload.Parse(new Truncated(Context).ToJson());

        Assert.Equal(("TRUNCATE", "orders", "public", "shop"), (payload.Action, payload.Table, payload.Schema, payload.Source));
        Assert.Equal(new EventPayloadData(), payload.Data);
        Assert.Matches("^[0-9a-f]{32}$", payload.EventId);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_a_test_constructs_has_no_json_and_says_so(Change<Order> change, string action, string matched)
    {
        var message = Assert.Throws<InvalidOperationException>(change.ToJson).Message;

        Assert.StartsWith($"{action} of public.orders was made by its constructor", message, StringComparison.Ordinal);
        Assert.DoesNotContain(matched.Split(' ')[^1], message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_has_content_and_says_its_prefix()
    {
        var context = new ChangeContext(Context.Transaction, new TableName("", "audit"), Context.Lsn, ordinal: -1);
        Change change = new LogicalMessage("audit", "größe"u8.ToArray(), isTransactional: true, context);
        Change typed = new LogicalMessage<Order>("audit", New, isTransactional: false, context);

        Assert.True(change is LogicalMessage { Text: "größe", Content.Length: 7, IsTransactional: true, Action: "MESSAGE" });
        Assert.True(typed is LogicalMessage<Order> { Prefix: "audit", Value.Note: "secret-new", IsTransactional: false, Action: "MESSAGE" });
        Assert.All([change, typed], message => Assert.Equal("MESSAGE audit 7301:0/20:0/1A:-1", message.ToString()));
    }

    [Fact]
    public void Truncated_is_a_change_without_rows()
    {
        Change change = new Truncated(Context, cascade: true);

        Assert.True(change is Truncated { Cascade: true, RestartIdentity: false, Action: "TRUNCATE" });
        Assert.Equal("TRUNCATE public.orders 7301:0/20:0/1A:2", change.ToString());
    }

    [Fact]
    public void The_id_is_the_same_at_every_attempt_and_tells_changes_of_one_position_apart()
    {
        var again = new ChangeContext(Context.Transaction, Context.Table, Context.Lsn, ordinal: 2);
        again.BeginAttempt(3);

        Assert.Equal("7301:0/20:0/1A:2", Context.Id);
        Assert.Equal((Context.Id, 3), (again.Id, again.Attempt));
        Assert.NotEqual(Context.Id, new ChangeContext(Context.Transaction, Context.Table, Context.Lsn, ordinal: 3).Id);
        Assert.Equal(("shop", DateTimeOffset.UnixEpoch), (again.Source, again.CommitTime));
    }

    [Theory]
    [InlineData("public", "orders", "\"public\".\"orders\"", "public.orders")]
    [InlineData("Sales", "Order Lines", "\"Sales\".\"Order Lines\"", "Sales.Order Lines")]
    [InlineData("a\"b", "\"; drop table x; --", "\"a\"\"b\".\"\"\"; drop table x; --\"", "a\"b.\"; drop table x; --")]
    public void A_tables_name_is_quoted_for_sql(string schema, string name, string sql, string text)
    {
        Assert.Equal(sql, new TableName(schema, name).ToSql());
        Assert.Equal(text, new TableName(schema, name).ToString());
    }
}
