using PostgresWorker.Control;
using PostgresWorker.Generated;
using PostgresWorker.Telemetry;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Control;

/// <summary>What a worker says of its listeners.</summary>
public sealed class DescribeTests
{
    private readonly SourceOptions _options = new() { ConnectionString = "Host=a;Password=secret", HandlerTimeout = TimeSpan.FromSeconds(90), Shards = 2 };

    [Fact]
    public void The_catalogue_has_each_route_with_its_policies_and_no_secret()
    {
        RowListenerRoute<Thing> filtered = new("Things.Filtered", Shop.Name, new TableName("Sales", "a\"b"), ChangeKinds.Inserted | ChangeKinds.Updated, false, new ThingRows(), (_, _, _) => default)
        {
            WhenChanged = ["note"],
            OrderBy = "note",
            Where = "note <> 'draft'",
            NeedsTransaction = true,
            Timeout = Timeout.InfiniteTimeSpan,
            Retry = [new RetryRule { MaxAttempts = 3, MinDelay = TimeSpan.FromMinutes(1) }, new RetryRule { On = typeof(IOException), OnExhausted = OnExhausted.Park }],
        };
        Assert.Equal(
            """
            {
              "sources": [
                {
                  "name": "shop",
                  "capture": "Wal",
                  "slot": "postgres_worker_shop",
                  "publication": "postgres_worker_shop",
                  "shards": 2,
                  "listeners": [
                    {
                      "name": "Pings.OnPing",
                      "prefix": "ping",
                      "kinds": [
                        "MESSAGE"
                      ],
                      "transaction": false,
                      "timeout_seconds": 90,
                      "retry": {
                        "max_attempts": 64,
                        "min_delay_seconds": 0.2,
                        "max_delay_seconds": 30,
                        "on_exhausted": "DeadLetter"
                      }
                    },
                    {
                      "name": "Things.Filtered",
                      "schema": "Sales",
                      "table": "a\"b",
                      "kinds": [
                        "INSERT",
                        "UPDATE"
                      ],
                      "row_type": "PostgresWorker.Tests.Support.Thing",
                      "columns": [
                        {
                          "name": "id",
                          "property": "Id",
                          "type": "Int64",
                          "nullable": false
                        }
                      ],
                      "when_changed": [
                        "note"
                      ],
                      "where": "note <> 'draft'",
                      "order_by": "note",
                      "transaction": true,
                      "retry": {
                        "max_attempts": 3,
                        "min_delay_seconds": 60,
                        "max_delay_seconds": 60,
                        "on_exhausted": "DeadLetter"
                      },
                      "retry_on": [
                        {
                          "exception": "System.IO.IOException",
                          "on_exhausted": "Park"
                        }
                      ]
                    }
                  ]
                },
                {
                  "name": "idle",
                  "capture": "Wal",
                  "slot": "postgres_worker_idle",
                  "publication": "postgres_worker_idle",
                  "shards": 2,
                  "listeners": []
                }
              ]
            }
            """.ReplaceLineEndings("\n"),
            Worker(filtered, Shop.MessageListener("Pings.OnPing", "ping")).Describe());
    }

    [Fact]
    public async Task Listeners_are_shown_with_what_is_in_force_for_them()
    {
        var worker = Worker(Shop.TruncateListener("Things.Gone", (_, _, _) => default), Shop.BatchListener("Things.Batch", 50, 200, (_, _, _) => default));
        (_options.MaxAttempts, _options.OnExhausted) = (7, OnExhausted.Halt);
        var before = worker.GetListeners("shop");
        Assert.Equal(["Things.Batch", "Things.Gone"], before.Select(listener => listener.Name));
        var batch = before[0];
        Assert.Equal((50, TimeSpan.FromMilliseconds(200), "PostgresWorker.Tests.Support.Thing"), (batch.BatchSize, batch.BatchWait, batch.RowType));
        Assert.Equal(["INSERT", "UPDATE", "DELETE", "EXISTING"], batch.Kinds);
        Assert.Equal((7, OnExhausted.Halt, TimeSpan.FromSeconds(90)), (batch.MaxAttempts, batch.OnExhausted, batch.Timeout));
        Assert.Equal(["TRUNCATE"], before[1].Kinds);
        Assert.Equal((null, null), (before[1].BatchSize, before[1].RowType));
        Assert.DoesNotContain(before, listener => listener.IsPaused);

        await worker.PauseAsync("shop", "Things.Gone", TestContext.Current.CancellationToken).InTime();
        Assert.Equal([false, true], worker.GetListeners("shop").Select(listener => listener.IsPaused));
        await worker.PauseAsync("shop", TestContext.Current.CancellationToken).InTime();
        Assert.All(worker.GetListeners("shop"), listener => Assert.True(listener.IsPaused));
        Assert.Throws<ArgumentException>(() => worker.GetListeners("shops"));
    }

    private WorkerControl Worker(params ListenerRoute[] routes)
    {
        WorkerTelemetry telemetry = new(meters: null);
        SourceControl Source(string name) => new(name, routes.Where(route => route.Source == name).Select(route => route.Name).ToHashSet(StringComparer.Ordinal), () => _options, new ManualTimeProvider(), telemetry);
        return new WorkerControl([Source("shop"), Source("idle")], routes);
    }

    private sealed class ThingRows : RowReader<Thing>
    {
        private static readonly RowColumn[] Declared = [new("id", "Id", ColumnKind.Int64, IsNullable: false)];

        public override ReadOnlySpan<RowColumn> Columns => Declared;

        public override Thing Read(ref TupleReader tuple) => throw new NotSupportedException("Nothing is read here.");

        public override void Write(RowWriter writer, Thing row) => throw new NotSupportedException("Nothing is written here.");
    }
}
