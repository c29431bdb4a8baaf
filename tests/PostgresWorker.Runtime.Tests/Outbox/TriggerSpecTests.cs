using PostgresWorker.Outbox.Provisioning;

namespace PostgresWorker.Tests.Outbox;

/// <summary>The statement that makes a trigger, for each event and condition.</summary>
public sealed class TriggerSpecTests
{
    private static readonly OutboxNames Names = new("shop");

    private static readonly TableName Table = new("public", "or\"ders");

    private static readonly RowCondition Condition = new("new.a > 1", "old.a > 1");

    [Theory]
    [InlineData("Insert", "INSERT", " WHEN (new.a > 1)", 'I')]
    [InlineData("Update", "UPDATE", " WHEN ((old.a > 1) AND (new.a > 1) AND pg_catalog.record_image_ne(ROW(OLD.\"b\", OLD.\"i'd\"), ROW(NEW.\"b\", NEW.\"i'd\")))", 'U')]
    [InlineData("Enter", "UPDATE", " WHEN ((new.a > 1) AND (old.a > 1) IS NOT TRUE)", 'I')]
    [InlineData("Leave", "UPDATE", " WHEN ((old.a > 1) AND (new.a > 1) IS NOT TRUE)", 'D')]
    [InlineData("Delete", "DELETE", " WHEN (old.a > 1)", 'D')]
    public void A_row_trigger(string @event, string operation, string when, char kind)
    {
        var parsed = Enum.Parse<CaptureEvent>(@event);
        var spec = new TriggerSpec(parsed, ["i'd"], parsed == CaptureEvent.Update ? ["b", "i'd"] : [], "a > 1");
        Assert.Equal(
            $"""
            CREATE OR REPLACE TRIGGER "!postgres_worker_shop_7_{CaptureEvents.NameOf(parsed)}" AFTER {operation} ON "public"."or""ders" FOR EACH ROW{when} EXECUTE FUNCTION "postgres_worker"."capture_shop"('7', '{kind}', 'i''d');
            ALTER TABLE "public"."or""ders" ENABLE ALWAYS TRIGGER "!postgres_worker_shop_7_{CaptureEvents.NameOf(parsed)}"
            """,
            spec.ToSql(Names, 7, Table, Condition));
    }

    [Fact]
    public void A_truncate_is_a_statements() =>
        Assert.Contains(
            """AFTER TRUNCATE ON "public"."or""ders" FOR EACH STATEMENT EXECUTE FUNCTION "postgres_worker"."capture_shop"('7', 'T');""",
            new TriggerSpec(CaptureEvent.Truncate, [], [], null).ToSql(Names, 7, Table, Condition),
            StringComparison.Ordinal);

    [Fact]
    public void The_wide_one_is_told_from_the_narrow_one_by_what_is_watched_alone()
    {
        var spec = new TriggerSpec(CaptureEvent.Update, ["id"], ["a"], "a > 1");
        Assert.Equal("update (\"id\") changed (\"a\") where (a > 1)", spec.Text);
        Assert.Equal("update (\"id\") where (a > 1)", spec.Wide.Text);
    }
}
