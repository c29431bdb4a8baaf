namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1013Tests
{
    [Fact]
    public void An_abstract_class() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public abstract class Listeners
        {
            [PostgresListener("orders")] public void {|PGW1013:On|}(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_struct() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public struct Listeners
        {
            [PostgresListener("orders")] public void {|PGW1013:On|}(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_interface() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public interface IListeners
        {
            [PostgresListener("orders")] void {|PGW1013:On|}(Change<Order> change);
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_static_abstract_method() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public interface IListeners
        {
            [PostgresListener("orders")] static abstract void {|PGW1013:On|}(Change<Order> change);
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void No_public_constructor() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public sealed class Listeners
        {
            [PostgresListener("orders")] public void {|PGW1013:On|}(Change<Order> change) { }
            internal Listeners() { }
        }
        """).ExpectMarkedDiagnostics();
}
